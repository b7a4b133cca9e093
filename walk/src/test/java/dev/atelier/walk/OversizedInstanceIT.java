package dev.atelier.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.walk.client.Rest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From what Studio measures of a running instance, through the ledger, to the smaller type that billing names. */
@ExtendWith(SharedAtelier.class)
class OversizedInstanceIT {
    /** An hour between two peaks, and eight of them, are long for a test. */
    static final Map<String, String> SETTINGS =
            Map.of("atelier.utilization.interval", "PT2S", "atelier.billing.advice.measured-at-least", "PT10S");

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String LARGE = "ml.m5.xlarge";

    @Test
    void aRunningInstanceOfWhichLittleIsUsedIsAdvisedAgainstWithASmallerType(RunningAtelier system) {
        try (Atelier atelier = system.doors()) {
            Visit visit = Guest.arrive(atelier);
            Rest studio = atelier.studio(visit.token());
            Rest billing = new Rest(atelier.http(), system.billing(), visit.token());
            Guest.open(studio, visit, "small.ipynb", LARGE);

            JsonNode advice = await("the advice")
                    .atMost(LIMIT)
                    .until(() -> oversized(billing), items -> !items.isEmpty())
                    .getFirst();

            assertThat(advice.path("instanceType").asText()).isEqualTo(LARGE);
            assertThat(advice.path("suggestedInstanceType").asText()).isEqualTo("ml.t2.medium");
            assertThat(advice.path("userProfileName").asText()).isEqualTo(visit.user());
            assertThat(advice.path("evidence").asText())
                    .matches(
                            "At most \\d\\.\\d of 16 GiB and \\d\\.\\d of 4 vCPU were in use at once in \\d+ seconds.*");
            assertThat(new BigDecimal(
                            advice.path("monthlySaving").path("amount").asText()))
                    .isPositive();

            JsonNode meter = billing.get("/meters").path("items").path(0);
            studio.delete("/instances/" + meter.path("resourceId").asText());
            await("the end of the instance")
                    .atMost(LIMIT)
                    .until(() -> billing.get("/meters").path("items").isEmpty());
        }
    }

    private static List<JsonNode> oversized(Rest billing) {
        return billing.get("/advice?days=1")
                .path("items")
                .valueStream()
                .filter(item -> item.path("kind").asText().equals("oversized"))
                .toList();
    }
}
