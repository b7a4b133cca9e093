package dev.atelier.autopilot.worker.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.learner.Algorithm;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose training file writes truth as {@code True} and has two values that are no numbers among its numbers. */
class WordsTest {

    @TempDir
    static Path directory;

    private static Model model;

    @BeforeAll
    static void train() throws IOException {
        StringBuilder csv = new StringBuilder("active,x,plain,y\n");
        for (int i = 0; i < 1000; i++) {
            boolean active = i % 3 == 0;
            csv.append(active ? "True," : "False,")
                    .append(i == 500 ? "-" : i == 501 ? "\"1,234\"" : Integer.toString(i * 7919 % 997))
                    .append(',')
                    .append(i % 5)
                    .append(active ? ",yes\n" : i % 7 == 0 ? ",yes\n" : ",no\n");
        }
        TestJob job = TestJob.onText(directory, csv.toString(), "y", Map.of())
                .profiled()
                .plan(TestJob.planned(0, Algorithm.LINEAR, Map.of()));
        job.trial(0);
        job.assembled();
        model = ModelFile.read(job.directory().ensemble().model());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void truthInJsonIsWhatTheTrainingFileWrites() throws IOException {
        double yes = json("true", "5");

        assertThat(yes).isEqualTo(csv("True", "5")).isGreaterThan(0.8);
        assertThat(json("false", "5")).isEqualTo(csv("False", "5")).isLessThan(0.5);
        assertThat(json("\"True\"", "5")).isEqualTo(yes);
    }

    @Test
    void whatCountedAsMissingInTrainingDoesSoInScoring() throws IOException {
        double missing = csv("True", "");

        assertThat(csv("True", "-")).isEqualTo(missing);
        assertThat(csv("True", "\"1,234\"")).isEqualTo(missing);
        assertThat(json("true", "\"-\"")).isEqualTo(missing);
        assertThatThrownBy(() -> csv("True", "inf"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'inf' is not a number");
    }

    @Test
    void onlyColumnsWithSuchWordsHaveThem() {
        assertThat(model.manifest().columns())
                .extracting(column -> column.words() == null ? "" : String.join(" ", column.words()))
                .containsExactly("True False", "- 1,234", "");
    }

    private static double csv(String active, String x) throws IOException {
        String rows = "active,x,plain\n" + active + "," + x + ",1\n";
        try (CsvReader reader = new CsvReader(new StringReader(rows))) {
            return model.predict(RowReader.read(model.manifest(), reader))[0];
        }
    }

    private static double json(String active, String x) throws IOException {
        String body = "{\"instances\": [{\"active\": %s, \"x\": %s, \"plain\": 1}]}".formatted(active, x);
        return model.predict(new JsonRows(model.manifest())
                .read(body.getBytes(StandardCharsets.UTF_8))
                .table())[0];
    }
}
