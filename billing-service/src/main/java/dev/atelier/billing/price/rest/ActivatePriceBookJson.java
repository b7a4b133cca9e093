package dev.atelier.billing.price.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When a version comes into force. */
@RegisterForReflection
@Schema(name = "ActivatePriceBookRequest")
record ActivatePriceBookJson(
        @Schema(description = "Now unless said; never in the past.") @Nullable
        Instant activeFrom) {}
