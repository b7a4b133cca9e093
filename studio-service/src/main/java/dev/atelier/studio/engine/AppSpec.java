package dev.atelier.studio.engine;

import dev.atelier.studio.tenancy.ProfileRef;

/**
 * An app to run on an instance.
 *
 * @param image the image's name
 */
public record AppSpec(String appId, String instanceId, ProfileRef owner, Workload workload, String image) {}
