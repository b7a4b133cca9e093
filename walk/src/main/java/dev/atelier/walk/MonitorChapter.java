package dev.atelier.walk;

import static dev.atelier.walk.StepFailedException.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.walk.client.Rest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/** Chapter 6: whether what the endpoint is asked still looks like what its model has learned from. */
final class MonitorChapter {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROWS = 3000;

    private final Report report;
    private final CleanUp cleanUp;
    private final Visit visit;
    private final Rest autopilot;

    MonitorChapter(Atelier atelier, Report report, CleanUp cleanUp, Visit visit) {
        this.report = report;
        this.cleanUp = cleanUp;
        this.visit = visit;
        this.autopilot = atelier.autopilot(visit.token());
    }

    /** Watches an endpoint by a monitor of the same name. */
    void run(String name) {
        report.chapter("Monitor");
        report.step(() -> create(name));
        report.step(() -> {
            JsonNode run = look(name, BankMarketing.sample(ROWS));
            require(run.path("status").asText().equals("Completed"), "A clean file was flagged: " + run);
            return "POST /monitoring-schedules/…:run on " + ROWS + " rows as before: Completed, nothing is flagged";
        });
        report.step(() -> drifted(name));
        report.step(() -> {
            autopilot.delete("/monitoring-schedules/" + name);
            require(autopilot.status("/monitoring-schedules/" + name) == 404, "The monitor is still there");
            return "DELETE /monitoring-schedules/" + name + ": gone with its runs";
        });
    }

    private String create(String name) {
        autopilot.post(
                "/monitoring-schedules",
                Map.of(
                        "monitoringScheduleName",
                        name,
                        "endpointName",
                        name,
                        "monitoringType",
                        "DataQuality",
                        "scheduleExpression",
                        "cron(0 * ? * * *)"));
        cleanUp.later("monitor " + name, () -> autopilot.delete("/monitoring-schedules/" + name));
        return "POST /monitoring-schedules: hourly, against the table that the model has learned from";
    }

    private String drifted(String name) {
        JsonNode run = look(name, BankMarketing.drifted(ROWS));
        require(
                run.path("status").asText().equals("CompletedWithViolations"),
                "A drifted file was not flagged: " + run);
        String alert = autopilot
                .get("/monitoring-schedules/" + name)
                .path("alertStatus")
                .asText();
        require(alert.equals("InAlert"), "The monitor is " + alert);
        TreeSet<String> columns = new TreeSet<>();
        autopilot
                .get("/monitoring-schedules/" + name + "/executions/"
                        + run.path("monitoringExecutionId").asText() + "/reports/constraint_violations.json")
                .path("violations")
                .forEach(violation -> columns.add(violation.path("feature_name").asText()));
        require(columns.contains("age") && columns.contains("job"), "Flagged are only " + columns);
        return "…:run on " + ROWS + " rows of other clients: CompletedWithViolations in " + String.join(", ", columns)
                + "; InAlert";
    }

    private JsonNode look(String name, String table) {
        String dataset = autopilot
                .postTable("/datasets?name=monitored&" + visit.mine(), table)
                .path("datasetId")
                .asText();
        cleanUp.later("dataset " + dataset, () -> autopilot.delete("/datasets/" + dataset));
        String run = autopilot
                .post("/monitoring-schedules/" + name + ":run", Map.of("datasetId", dataset))
                .path("monitoringExecutionId")
                .asText();
        return Waiting.until(
                "The run of the monitor",
                LIMIT,
                () -> autopilot.get("/monitoring-schedules/" + name + "/executions/" + run),
                found -> found.hasNonNull("endTime"));
    }
}
