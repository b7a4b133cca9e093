package dev.atelier.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.report.Meter;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What Autopilot meters as processing is of several kinds: only its resource id tells how it is stopped. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(NeighboursResource.class)
class ShutdownTest {
    private static final Instant START = Instant.parse("2026-03-10T08:15:30.123456Z");

    @Inject
    Shutdown shutdown;

    @NeighboursResource.Neighbours
    NeighboursResource neighbours;

    private final String domain = "d-" + UUID.randomUUID();
    private final String name = "scores-" + UUID.randomUUID();

    @Test
    void aJobIsStoppedByItsName() {
        Shutdown.Outcome outcome = shutdown.stop(processing("automl-job/j-1/analysis", name));

        assertThat(outcome).isEqualTo(new Shutdown.Outcome(true, "AutoML job '%s' of %s/ann".formatted(name, domain)));
        assertThat(stopped()).containsExactly("job %s of %s/ann".formatted(name, domain));
    }

    @Test
    void aTransformIsStoppedAlsoWhereAJobHasItsName() {
        Shutdown.Outcome outcome = shutdown.stop(processing("transform-job/tr-1", "transform-job/" + name));

        assertThat(outcome)
                .isEqualTo(new Shutdown.Outcome(true, "transform job '%s' of %s/ann".formatted(name, domain)));
        assertThat(stopped()).containsExactly("transform %s of %s/ann".formatted(name, domain));
    }

    @Test
    void whatIsNotStoppedIsNotSaidToBe() {
        Shutdown.Outcome monitor = shutdown.stop(processing("monitoring-execution/me-1", ""));
        Shutdown.Outcome foreign = shutdown.stop(processing("elsewhere/1", name));

        assertThat(monitor.stopped()).isFalse();
        assertThat(monitor.detail()).contains("'monitoring-execution/me-1' ends by itself");
        assertThat(foreign.stopped()).isFalse();
        assertThat(stopped()).isEmpty();
    }

    private List<String> stopped() {
        return neighbours.stopped().stream()
                .filter(what -> what.contains(domain))
                .toList();
    }

    private Meter processing(String resourceId, String jobName) {
        return new Meter(
                resourceId,
                new Usage(
                        Component.PROCESSING,
                        "ml.m5.large",
                        1,
                        "us-east-1",
                        new Owner(domain, "ann", "", "", "", Map.of()),
                        jobName,
                        "",
                        0),
                START,
                null,
                null,
                false,
                List.of(),
                false,
                null);
    }
}
