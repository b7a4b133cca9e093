package dev.atelier.studio.engine;

/**
 * What an engine can do. What it cannot is refused with a reason, never faked.
 *
 * @param sharedInstance whether several apps can be on one instance
 * @param freeLab whether the Lab can run without a billed instance
 * @param warmPool whether instances can be kept ready to be claimed
 */
public record Capabilities(
        boolean sharedInstance,
        int maxAppsPerInstance,
        boolean freeLab,
        boolean warmPool,
        ChargeFrom chargeFrom,
        HomeMode homeMode) {}
