package dev.atelier.studio.engine;

import dev.atelier.studio.tenancy.Owner;

/**
 * An app to run on an instance.
 *
 * @param image the name of a shipped image, or the id of an own image's version
 */
public record AppSpec(String appId, String instanceId, Owner owner, Workload workload, String image) {}
