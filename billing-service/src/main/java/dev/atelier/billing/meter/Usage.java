package dev.atelier.billing.meter;

import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What runs, and for whom: everything by which it is billed and reported. Texts are empty where there is none.
 *
 * @param component null where an event does not say it; what runs always has one
 * @param instanceCount at least 1
 * @param storageBytes how much is stored; 0 but for storage
 */
public record Usage(
        @Nullable Component component,
        String instanceType,
        int instanceCount,
        String region,
        Owner owner,
        String jobName,
        String endpointName,
        long storageBytes) {
    /** Of an event that says nothing of it. */
    public static final Usage NONE = new Usage(null, "", 1, "", Owner.NONE, "", "", 0);

    /** The same with a component, and with one instance where no number is said. */
    Usage checked(@Nullable Component of) {
        return new Usage(
                of, instanceType, Math.max(1, instanceCount), region, owner, jobName, endpointName, storageBytes);
    }

    /** What its price is looked up by; only for what has a component. */
    public PriceKey key() {
        return new PriceKey(instanceType, Objects.requireNonNull(component), region);
    }

    /** What of it is billed: instances, or bytes of storage. */
    long quantity() {
        return component == Component.STORAGE ? storageBytes : instanceCount;
    }
}
