package dev.atelier.local.service;

import dev.atelier.local.environment.Hashes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to run a service.
 *
 * @param readiness a URL that answers 200 when the service is ready
 */
public record ServiceSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        String readiness) {
    /** Changes when the service would be started in another way; a running one with another fingerprint is replaced. */
    public String fingerprint() {
        return Hashes.of(command + "\n" + environment).substring(0, 16);
    }

    /** Without the environment, which holds a password. */
    @Override
    public String toString() {
        return "ServiceSpec[" + name + "]";
    }
}
