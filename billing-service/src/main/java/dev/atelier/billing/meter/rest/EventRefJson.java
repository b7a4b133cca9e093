package dev.atelier.billing.meter.rest;

import static dev.atelier.billing.meter.rest.OwnerJson.text;

import dev.atelier.billing.meter.EventKey;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The key of an event. */
@RegisterForReflection
@Schema(name = "UsageEventRef")
record EventRefJson(
        @Schema(required = true) @Nullable String source,
        @Schema(required = true) @Nullable String id) {
    static EventRefJson of(EventKey key) {
        return new EventRefJson(key.source(), key.id());
    }

    EventKey key() {
        return new EventKey(text(source), text(id));
    }
}
