package dev.atelier.autopilot.service.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Jobs;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.GetAutoMLJobRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a job may be asked for beside its table and target, as far as the worker decides about it. */
@QuarkusTest
class JobOptionsIT {
    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    private final Api ana = Api.member("ana");

    @AfterEach
    void close() {
        ana.close();
    }

    @Test
    void takesATableFromTheHomeDirectoryAndSaysWhatTheWorkerRefuses() {
        StringBuilder csv = new StringBuilder("key,y\n");
        for (int i = 0; i < 1100; i++) {
            csv.append("id-")
                    .append(i)
                    .append(',')
                    .append(i % 2 == 0 ? "a" : "b")
                    .append('\n');
        }
        around().home("d-1", "ana", "keys.csv", csv.toString().getBytes(StandardCharsets.UTF_8));
        String name = Api.unique("job");
        ana.rest()
                .contentType("application/json")
                .body(Map.of("autoMlJobName", name, "targetColumn", "y", "homePath", "keys.csv"))
                .post("/api/v1/automl-jobs")
                .then()
                .statusCode(201);

        JsonPath done = Jobs.end(ana, name);

        assertThat(done.getString("status")).isEqualTo("Failed");
        assertThat(done.getString("failureReason")).contains("identif");
    }

    @Test
    void tellsTheWorkerHowRowsAreSplitAndWeighed() {
        byte[] table = Tables.binary(1200, 15);

        JsonPath grouped =
                Jobs.end(ana, Jobs.create(ana, table, Map.of("groupColumn", "colour", "sampleWeightColumn", "x2")));
        JsonPath timed = Jobs.end(ana, Jobs.create(ana, table, Map.of("timeColumn", "colour")));
        JsonPath weighed = Jobs.end(
                ana, Jobs.create(ana, table, Map.of("sampleWeightColumn", "x1", "featureColumns", List.of("colour"))));
        JsonPath typed = Jobs.end(ana, Jobs.create(ana, table, Map.of("featureTypes", Map.of("colour", "numeric"))));

        assertThat(grouped.getString("groupColumn")).isEqualTo("colour");
        assertThat(grouped.getString("sampleWeightColumn")).isEqualTo("x2");
        assertThat(grouped.getString("failureReason")).contains("'colour' has 3 groups");
        assertThat(timed.getString("failureReason")).contains("'colour' has neither dates nor numbers");
        assertThat(weighed.getList("featureColumns")).containsExactly("colour");
        assertThat(weighed.getString("failureReason")).contains("have a target and a weight above 0");
        assertThat(typed.getMap("featureTypes")).isEqualTo(Map.of("colour", "numeric"));
        assertThat(typed.getString("failureReason")).contains("values of 'colour' are no numbers, the first is '");
        try (Api reader = Api.member("ana")) {
            assertThat(AutoMLJobServiceGrpc.newBlockingStub(reader.channel())
                            .withInterceptors(reader.credentials())
                            .getAutoMLJob(GetAutoMLJobRequest.newBuilder()
                                    .setAutoMlJobName(timed.getString("autoMlJobName"))
                                    .build())
                            .getAutoMlJob()
                            .getTimeColumn())
                    .isEqualTo("colour");
        }
    }

    @Test
    void tunesSingleModelsAndMeasuresThemOnATableOfItsOwn() {
        byte[] table = Tables.binary(1100, 16);
        around().home("d-1", "ana", "held-out.csv", Tables.binary(300, 17));

        String name = Jobs.create(
                ana,
                table,
                Map.of(
                        "mode",
                        "HYPERPARAMETER_TUNING",
                        "validationDataset",
                        Map.of("homePath", "held-out.csv"),
                        "featureTypes",
                        Map.of("colour", "text"),
                        "limits",
                        Map.of("maxCandidates", 3)));
        JsonPath job = Jobs.end(ana, name);

        assertThat(job.getString("status")).as(job.getString("failureReason")).isEqualTo("Completed");
        assertThat(job.getString("secondaryStatus")).isEqualTo("MaxCandidatesReached");
        assertThat(job.getString("resolvedMode")).isEqualTo("HYPERPARAMETER_TUNING");
        assertThat(job.getString("validationDatasetId")).startsWith("ds-");
        assertThat(job.getInt("folds"))
                .as("what is held out takes the place of folds")
                .isEqualTo(1);
        assertThat(Jobs.candidates(ana, name))
                .hasSize(3)
                .extracting(candidate -> candidate.get("algorithm"))
                .doesNotContain("WeightedEnsemble");
        assertThat(job.getList("bestCandidate.metrics.standardDeviation", Double.class))
                .as("measured once")
                .containsOnly(0.0);
        String artifacts = "/api/v1/automl-jobs/" + name + "/artifacts/";
        ana.rest().get(artifacts + "validation.csv").then().statusCode(200).body(startsWith("x1,x2,colour,y"));
        JsonPath profile = ana.rest().get(artifacts + "profile.json").jsonPath();
        assertThat(profile.getInt("rows")).isEqualTo(1400);
        assertThat(profile.getString("columns.find { it.name == 'colour' }.type"))
                .isEqualTo("text");
        assertThat(profile.getInt("folds")).isEqualTo(1);
    }

    private Neighbours around() {
        return Objects.requireNonNull(neighbours);
    }
}
