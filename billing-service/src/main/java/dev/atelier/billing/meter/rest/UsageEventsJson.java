package dev.atelier.billing.meter.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Events to record. */
@RegisterForReflection
@Schema(name = "UsageEvents")
record UsageEventsJson(@Schema(required = true) @Nullable List<UsageEventJson> events) {}
