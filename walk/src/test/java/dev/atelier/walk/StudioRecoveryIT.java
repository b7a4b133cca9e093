package dev.atelier.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.walk.client.CellResult;
import dev.atelier.walk.client.Kernel;
import dev.atelier.walk.client.Rest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedAtelier.class)
class StudioRecoveryIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void killedStudioLosesNoKernelNoVariableAndNoCent(RunningAtelier system) {
        try (Atelier atelier = system.doors()) {
            Visit visit = Guest.arrive(atelier);
            Rest studio = atelier.studio(visit.token());
            JsonNode session = Guest.open(studio, visit, "long.ipynb");
            String kernelId = session.path("kernel").path("kernelId").asText();
            Kernel before = atelier.kernel(visit.domainId(), visit.user(), kernelId, visit.token());
            assertThat(before.run("import time, os\nx = 41\nprint(os.getpid())", LIMIT)
                            .error())
                    .isNull();
            String pid = before.run("print(os.getpid())", LIMIT).output().strip();
            JsonNode meter = onlyMeter(atelier, visit);

            before.send("time.sleep(8)\nx += 1\nopen('finished', 'w').write(str(x))");
            await().atMost(LIMIT)
                    .until(() -> studio.get("/kernels/" + kernelId)
                            .path("executionState")
                            .asText()
                            .equals("busy"));
            system.kill("studio-service");
            long killed = system.pid("studio-service");
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() ->
                            system.pid("studio-service") != killed && studio.status("/kernels/" + kernelId) == 200);

            try (Kernel after = atelier.kernel(visit.domainId(), visit.user(), kernelId, visit.token())) {
                CellResult result = after.run("print(os.getpid(), x, open('finished').read())", LIMIT);
                assertThat(result.error()).isNull();
                assertThat(result.output().strip()).isEqualTo(pid + " 42 42");
            }
            JsonNode now = onlyMeter(atelier, visit);
            assertThat(now.path("resourceId")).isEqualTo(meter.path("resourceId"));
            assertThat(now.path("start")).isEqualTo(meter.path("start"));

            studio.delete("/instances/" + now.path("resourceId").asText());
            await().atMost(LIMIT).until(() -> meters(atelier, visit).isEmpty());
            assertOneUnbrokenInterval(
                    atelier, visit, Instant.parse(meter.path("start").asText()));
        }
    }

    /** The billed time is the whole time from the start, and the cost is exactly that time at the price. */
    private static void assertOneUnbrokenInterval(Atelier atelier, Visit visit, Instant start) {
        JsonNode rows = atelier.billing()
                .get("/costs?groupBy=resource&domainId=" + visit.domainId())
                .path("rows");
        assertThat(rows.size()).as("one resource: %s", rows).isEqualTo(1);
        JsonNode row = rows.path(0);
        Duration usage = Duration.parse(row.path("usage").asText());
        assertThat(row.path("running").asBoolean()).isFalse();
        assertThat(usage).isBetween(Duration.ofSeconds(8), Duration.between(start, Instant.now()));
        BigDecimal cost = new BigDecimal(row.path("cost").path("amount").asText());
        BigDecimal expected = new BigDecimal("0.05")
                .multiply(new BigDecimal(usage.toMillis()))
                .divide(new BigDecimal(3_600_000), 12, java.math.RoundingMode.HALF_UP);
        assertThat(cost).isCloseTo(expected, org.assertj.core.data.Offset.offset(new BigDecimal("0.0000001")));
    }

    private static JsonNode onlyMeter(Atelier atelier, Visit visit) {
        await().atMost(LIMIT).until(() -> meters(atelier, visit).size() == 1);
        return meters(atelier, visit).path(0);
    }

    private static JsonNode meters(Atelier atelier, Visit visit) {
        return atelier.billing().get("/meters?" + visit.mine()).path("items");
    }
}
