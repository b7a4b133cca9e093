package dev.atelier.studio.warm;

import java.time.Instant;

/** An app that waits for an owner, under the id that it will have. */
record WarmApp(String appId, Kind kind, boolean ready, Instant creationTime) {
    /** Those of a kind are alike. */
    record Kind(String image, String instanceType) {}
}
