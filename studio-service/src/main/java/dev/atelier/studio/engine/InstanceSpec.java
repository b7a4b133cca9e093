package dev.atelier.studio.engine;

import dev.atelier.studio.tenancy.ProfileRef;

/** An instance to run. */
public record InstanceSpec(String instanceId, ProfileRef owner, String instanceType) {}
