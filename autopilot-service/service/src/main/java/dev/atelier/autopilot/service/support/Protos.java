package dev.atelier.autopilot.service.support;

import org.jspecify.annotations.Nullable;

/** Values between Java and protobuf. */
public final class Protos {
    private Protos() {}

    /** An empty text is how protobuf has an absent one. */
    public static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
