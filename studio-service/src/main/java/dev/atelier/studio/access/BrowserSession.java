package dev.atelier.studio.access;

import dev.atelier.studio.tenancy.ProfileRef;
import java.time.Duration;

/** What a browser is signed in with. */
record BrowserSession(ProfileRef profile, String token, Duration duration) {
    @Override
    public String toString() {
        return "BrowserSession[profile=" + profile + ", token=<redacted>, duration=" + duration + "]";
    }
}
