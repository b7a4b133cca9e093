package dev.atelier.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.walk.client.Rest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the worker that nobody asks, through the ledger, to what billing says about it. */
@ExtendWith(SharedAtelier.class)
class ForgottenEndpointIT {
    /** A day is long for a test. */
    static final Map<String, String> SETTINGS = Map.of(
            "atelier.autopilot.endpoint.idle-after", "PT2S",
            "atelier.billing.advice.forgotten-after", "PT6S");

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int ROWS = 1500;

    @Test
    void anEndpointThatNobodyInvokesIsAdvisedAgainstWithItsSaving(RunningAtelier system) {
        try (Atelier atelier = system.doors()) {
            Visit visit = Guest.arrive(atelier);
            Rest autopilot = atelier.autopilot(visit.token());
            Rest billing = new Rest(atelier.http(), system.billing(), visit.token());
            String job = trained(autopilot);
            String asked = job + "-asked";
            String forgotten = job + "-forgotten";
            String row = String.join(",", BankMarketing.clients(1).getFirst()) + "\n";
            deploy(autopilot, job, asked);
            deploy(autopilot, job, forgotten);

            JsonNode advice = await("the advice")
                    .atMost(LIMIT)
                    .until(
                            () -> {
                                autopilot.post("/endpoints/" + asked + "/invocations", "text/csv", row);
                                return billing.get("/advice?days=1").path("items");
                            },
                            items -> forgotten(items).equals(List.of(forgotten)));

            JsonNode item = advice.valueStream()
                    .filter(one -> one.path("endpointName").asText().equals(forgotten)
                            && one.path("kind").asText().equals("forgotten-endpoint"))
                    .findFirst()
                    .orElseThrow();
            assertThat(item.path("component").asText()).isEqualTo("hosting");
            assertThat(item.path("userProfileName").asText()).isEqualTo(visit.user());
            assertThat(new BigDecimal(item.path("monthlySaving").path("amount").asText()))
                    .as(item.toPrettyString())
                    .isPositive();
            assertThat(item.path("evidence").asText()).contains(forgotten, "still runs");

            autopilot.delete("/endpoints/" + forgotten);
            await("the end of the advice")
                    .atMost(LIMIT)
                    .until(() -> forgotten(billing.get("/advice?days=1").path("items")), List::isEmpty);
            autopilot.delete("/endpoints/" + asked);
        }
    }

    private static List<String> forgotten(JsonNode advice) {
        return advice.valueStream()
                .filter(one -> one.path("kind").asText().equals("forgotten-endpoint"))
                .map(one -> one.path("endpointName").asText())
                .toList();
    }

    /** One small candidate. */
    private static String trained(Rest autopilot) {
        String table = new String(BankMarketing.csv(), StandardCharsets.UTF_8)
                .lines()
                .limit(ROWS)
                .collect(Collectors.joining("\n", "", "\n"));
        String dataset = autopilot
                .postTable("/datasets?name=clients.csv", table)
                .path("datasetId")
                .asText();
        String job = "small-" + UUID.randomUUID().toString().substring(0, 8);
        autopilot.post(
                "/automl-jobs",
                Map.of(
                        "autoMlJobName",
                        job,
                        "targetColumn",
                        "y",
                        "datasetId",
                        dataset,
                        "trials",
                        List.of(Map.of(
                                "trial",
                                0,
                                "name",
                                "boosting",
                                "algorithm",
                                "LightGBM",
                                "parameters",
                                Map.of("rounds", 10)))));
        reaches(autopilot, "/automl-jobs/" + job, "Completed");
        return job;
    }

    private static void deploy(Rest autopilot, String job, String name) {
        autopilot.post("/endpoints", Map.of("endpointName", name, "autoMlJobName", job));
        reaches(autopilot, "/endpoints/" + name, "InService");
    }

    private static void reaches(Rest rest, String path, String status) {
        await(path).atMost(LIMIT).until(() -> rest.get(path).path("status").asText(), status::equals);
    }
}
