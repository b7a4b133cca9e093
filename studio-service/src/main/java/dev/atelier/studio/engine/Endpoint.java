package dev.atelier.studio.engine;

import java.net.URI;

/** Where an app answers, and the secret that opens it. */
public record Endpoint(URI baseUri, String secret) {
    @Override
    public String toString() {
        return "Endpoint[baseUri=" + baseUri + ", secret=<redacted>]";
    }
}
