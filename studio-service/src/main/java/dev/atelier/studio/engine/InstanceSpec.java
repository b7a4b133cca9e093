package dev.atelier.studio.engine;

import dev.atelier.studio.tenancy.Owner;

/** An instance to run. */
public record InstanceSpec(String instanceId, Owner owner, String instanceType) {}
