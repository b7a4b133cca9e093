package dev.atelier.studio.app;

import java.net.URI;

/**
 * Where an app in service answers, and the secret that opens it. The secret is the app's own: it never leaves the service.
 *
 * @param baseUri scheme, host, port and the base path of the Jupyter server, with a trailing slash
 */
public record AppConnection(String appId, URI baseUri, String secret) {
    @Override
    public String toString() {
        return "AppConnection[appId=" + appId + ", baseUri=" + baseUri + ", secret=<redacted>]";
    }
}
