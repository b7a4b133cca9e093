package dev.atelier.autopilot.service.model;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;

/** A candidate under a name of its own. */
public record Model(String id, String name, Owner owner, String jobName, String candidateName, Instant creationTime) {}
