package dev.atelier.autopilot.service.engine.local;

import dev.atelier.autopilot.service.support.AutopilotConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when there is a worker to start: without its jar every job would fail. */
@Readiness
class WorkerReadiness implements HealthCheck {
    private final Path jar;

    WorkerReadiness(AutopilotConfig config) {
        this.jar = config.worker().jar().toAbsolutePath().normalize();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("autopilot-worker")
                .status(Files.isReadable(jar))
                .withData("jar", jar.toString())
                .build();
    }
}
