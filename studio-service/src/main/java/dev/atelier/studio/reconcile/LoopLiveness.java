package dev.atelier.studio.reconcile;

import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the loop goes round: without it nothing starts and nothing ends, and only a new life of the service helps. */
@Liveness
class LoopLiveness implements HealthCheck {
    /** Far more than a look takes while the database is away. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ReconcileLoop loop;

    LoopLiveness(ReconcileLoop loop) {
        this.loop = loop;
    }

    @Override
    public HealthCheckResponse call() {
        Duration since = loop.sinceLastLook();
        return HealthCheckResponse.named("reconcile-loop")
                .status(since.compareTo(PATIENCE) < 0)
                .withData("secondsSinceLastLook", since.toSeconds())
                .build();
    }
}
