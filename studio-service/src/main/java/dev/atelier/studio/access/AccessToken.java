package dev.atelier.studio.access;

import java.time.Instant;

/** A bearer token that acts as a user. */
public record AccessToken(String token, Instant expirationTime) {
    @Override
    public String toString() {
        return "AccessToken[token=<redacted>, expirationTime=" + expirationTime + "]";
    }
}
