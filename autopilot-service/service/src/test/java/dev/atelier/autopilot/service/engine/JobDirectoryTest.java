package dev.atelier.autopilot.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.platform.json.AtelierJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobDirectoryTest {
    @TempDir
    Path temporary = Path.of("");

    @Test
    void keepsATableOfItsOwn() throws IOException {
        Path table = Files.writeString(temporary.resolve("table.csv"), "a,b\n");
        JobDirectory directory = directory();

        directory.prepare(table);
        Files.delete(table);

        assertThat(directory.dataset()).hasContent("a,b\n");
        directory.delete();
        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void readsWhatTheWorkerWrites() throws IOException {
        JobDirectory directory = directory();
        write("trials/1/result.json", """
                {"version": 1, "trial": 1, "name": "lightgbm-default", "algorithm": "LightGBM", "description": "Boosting",
                 "problemType": "BinaryClassification", "objectiveMetric": "AUC", "objectiveDirection": "maximize",
                 "objectiveValue": 0.9363, "objectiveStandardDeviation": 0.0021,
                 "metrics": [{"name": "AUC", "value": 0.9363, "standardDeviation": 0.0021, "higherIsBetter": true}],
                 "threshold": 0.5, "confusionMatrix": [[1, 2], [3, 4]], "folds": [], "truncated": false, "trainingSeconds": 6.3,
                 "inferenceLatencyMillis": 0.4, "sizeBytes": 1403321, "startTime": "2026-01-01T00:00:00Z",
                 "endTime": "2026-01-01T00:00:06Z"}""");
        write(
                "refusal.json",
                "{\"version\": 1, \"code\": \"target-not-found\", \"field\": \"targetColumn\", \"message\": \"No.\"}");

        assertThat(directory.result(1)).hasValueSatisfying(result -> {
            assertThat(result.objectiveValue()).isEqualTo(0.9363);
            assertThat(result.metrics()).containsExactly(new WorkerFiles.MetricValue("AUC", 0.9363, 0.0021));
        });
        assertThat(directory.result(0)).isEmpty();
        assertThat(directory.refusal()).contains(new WorkerFiles.Failure("target-not-found", "No."));
    }

    @Test
    void readsOnlyWholeLinesOfEvents() throws IOException {
        JobDirectory directory = directory();
        write("trials/0/events.jsonl", """
                {"time": "2026-01-01T00:00:00Z", "event": "started", "trial": 0, "folds": 5}
                not json
                {"time": "2026-01-01T00:00:02Z", "event": "fold-finished", "fold": 0, "seconds": 2.1, "metric": "AUC", "value": 0.9}
                {"time": "2026-01-01T00:00""");

        List<Optional<WorkerFiles.Event>> all = directory.events(0, 0);
        List<Optional<WorkerFiles.Event>> rest = directory.events(0, 2);

        assertThat(all).hasSize(3);
        assertThat(all.get(1)).isEmpty();
        assertThat(rest).hasSize(1);
        assertThat(rest.getFirst().orElseThrow().value()).isEqualTo(0.9);
        assertThat(directory.events(7, 0)).isEmpty();
    }

    private JobDirectory directory() {
        return new JobDirectory(temporary.resolve("job"), AtelierJson.newMapper());
    }

    private void write(String name, String content) throws IOException {
        Path file = temporary.resolve("job").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
