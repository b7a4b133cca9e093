package dev.atelier.studio.instance;

import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.usage.Payer;
import java.time.Instant;
import java.util.Objects;

/** One machine of one user or space: the apps of an instance type share it, and it is billed once. */
public record Instance(String instanceId, Payer payer, String instanceType, InstanceState state, Instant creationTime) {
    public Owner owner() {
        return payer.owner();
    }

    /** When its state last changed. */
    Instant modifiedTime() {
        Instant end = state.endTime();
        return end == null ? Objects.requireNonNullElse(state.startTime(), creationTime) : end;
    }

    /** Whether it costs money: what the free Lab runs on does not. */
    public boolean billed() {
        return !instanceType.equals(InstanceTypeCatalog.SYSTEM);
    }
}
