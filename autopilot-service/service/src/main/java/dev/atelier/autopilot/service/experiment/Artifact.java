package dev.atelier.autopilot.service.experiment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A file or place that a trial component read or wrote.
 *
 * @param value where it is: a path or URI, at most 2,048 characters
 * @param mediaType for example "text/csv"; null when nobody said
 */
@RegisterForReflection
public record Artifact(@Nullable String value, @Nullable String mediaType) {}
