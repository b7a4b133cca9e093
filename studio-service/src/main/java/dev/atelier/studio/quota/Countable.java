package dev.atelier.studio.quota;

import dev.atelier.studio.settings.Quotas;
import java.util.Optional;

/** What a quota limits the number of. */
public enum Countable {
    /** KernelGateway apps that are Pending, InService or Deleting. */
    APPS("apps"),
    /** Instances that are Pending or Running. */
    INSTANCES("instances"),
    /** Kernels that are not dead. */
    KERNELS("kernels");

    private final String wireName;

    Countable(String wireName) {
        this.wireName = wireName;
    }

    /** As in {@link Quotas}. */
    public String wireName() {
        return wireName;
    }

    /** How many there may be; empty when there is no limit. */
    Optional<Integer> limit(Quotas quotas) {
        return Optional.ofNullable(
                switch (this) {
                    case APPS -> quotas.apps();
                    case INSTANCES -> quotas.instances();
                    case KERNELS -> quotas.kernels();
                });
    }
}
