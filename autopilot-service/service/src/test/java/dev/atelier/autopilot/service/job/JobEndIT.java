package dev.atelier.autopilot.service.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Jobs;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.service.Workers;
import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.StopAutoMLJobRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How jobs end that do not go as planned: a trial is killed, somebody stops it, the time is over. */
@QuarkusTest
class JobEndIT {
    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    @Inject
    EntityManager entities;

    private final Api ana = Api.member("ana");

    @AfterEach
    void close() {
        ana.close();
    }

    @Test
    void aKilledTrialIsAFailedCandidateAndTheJobCompletes() {
        String job = Jobs.create(ana, Tables.binary(4000, 12), Map.of("limits", Map.of("maxCandidates", 3)));
        await("a candidate of " + job)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Jobs.candidates(ana, job).stream()
                        .anyMatch(candidate -> "InProgress".equals(candidate.get("status"))));

        Workers.running(dataDir(), "trials").forEach(ProcessHandle::destroyForcibly);

        JsonPath done = Jobs.end(ana, job);
        assertThat(done.getString("status")).as(done.prettify()).isEqualTo("Completed");
        assertThat(done.getInt("candidatesFailed")).isBetween(1, 2);
        assertThat(Jobs.candidates(ana, job))
                .filteredOn(candidate -> "Failed".equals(candidate.get("status")))
                .hasSizeBetween(1, 2)
                .allSatisfy(candidate ->
                        assertThat((String) candidate.get("failureReason")).contains("signal 9", "SIGKILL", "137"));
    }

    @Test
    void trainingIsMeteredAlsoWhenWhatWasKeptOfItsBeginningIsLost() {
        String job = Jobs.create(ana, Tables.binary(4000, 18), Map.of("limits", Map.of("maxCandidates", 3)));
        Jobs.until(ana, job, state -> !Workers.running(dataDir(), "trials").isEmpty());
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createQuery("update JobEntity e set e.trainingStart = null where e.name = :name")
                        .setParameter("name", job)
                        .executeUpdate());

        assertThat(Jobs.end(ana, job).getString("status")).isEqualTo("Completed");

        await("usage of " + job)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(around().usage(job).stream().map(Neighbours::text))
                        .contains("COMPONENT_TRAINING ENDED"));
    }

    @Test
    void aStoppedJobKeepsTheBestSoFar() {
        String job = Jobs.create(ana, Tables.binary(6000, 13), Map.of());
        Jobs.until(ana, job, state -> state.getInt("candidatesCompleted") >= 1);
        ana.rest()
                .delete("/api/v1/automl-jobs/{job}", job)
                .then()
                .statusCode(409)
                .body("code", equalTo("resource-in-use"))
                .body("detail", containsString("stop it first"));

        try (Api billing = Api.billing("ana")) {
            assertThat(AutoMLJobServiceGrpc.newBlockingStub(billing.channel())
                            .withInterceptors(billing.credentials())
                            .stopAutoMLJob(StopAutoMLJobRequest.newBuilder()
                                    .setAutoMlJobName(job)
                                    .build())
                            .getAutoMlJob()
                            .getStatus()
                            .name())
                    .contains("STOP");
        }

        JsonPath done = Jobs.end(ana, job);
        assertThat(done.getString("status")).isEqualTo("Stopped");
        assertThat(done.getString("bestCandidate.status")).isEqualTo("Completed");
        assertThat(done.getInt("bestCandidate.rank")).isEqualTo(1);
        assertThat(Workers.running(dataDir(), "train")).isEmpty();
        assertThat(Workers.running(dataDir(), "trials")).isEmpty();
        await("usage of " + job)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(around().usage(job).stream().map(Neighbours::text))
                        .containsExactlyInAnyOrder(
                                "COMPONENT_PROCESSING STARTED",
                                "COMPONENT_PROCESSING ENDED",
                                "COMPONENT_TRAINING STARTED",
                                "COMPONENT_TRAINING ENDED"));
    }

    @Test
    void theRuntimeLimitHolds() {
        String job = Jobs.create(
                ana,
                Tables.binary(40000, 14),
                Map.of("limits", Map.of("maxRuntime", "PT40S"), "objectiveMetric", "AUC"));

        JsonPath done = Jobs.end(ana, job);

        assertThat(done.getString("status")).as(done.prettify()).isEqualTo("Completed");
        assertThat(done.getString("secondaryStatus")).isEqualTo("MaxAutoMLJobRuntimeReached");
        assertThat(Duration.between(
                        Instant.parse(done.getString("creationTime")), Instant.parse(done.getString("endTime"))))
                .isLessThan(Duration.ofSeconds(45));
        assertThat(Workers.running(dataDir(), "train")).isEmpty();
        assertThat(Workers.running(dataDir(), "trials")).isEmpty();
        assertThat(Workers.running(dataDir(), "assemble")).isEmpty();
    }

    private Neighbours around() {
        return Objects.requireNonNull(neighbours);
    }

    private Path dataDir() {
        return around().dataDir();
    }
}
