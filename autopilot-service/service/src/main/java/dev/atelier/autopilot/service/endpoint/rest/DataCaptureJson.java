package dev.atelier.autopilot.service.endpoint.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which share of the requests is captured. */
@RegisterForReflection
record DataCaptureJson(
        @Schema(minimum = "0", maximum = "100") @Nullable Integer samplingPercentage) {}
