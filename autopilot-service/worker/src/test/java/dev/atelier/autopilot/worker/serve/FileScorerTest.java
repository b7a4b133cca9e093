package dev.atelier.autopilot.worker.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.learner.Algorithm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileScorerTest {

    /** More than two parts. */
    private static final int ROWS = 12_345;

    @TempDir
    static Path directory;

    private static Model model;

    @BeforeAll
    static void train() throws IOException {
        StringBuilder csv = new StringBuilder("x,kind,y\n");
        for (int i = 0; i < 1000; i++) {
            csv.append(i % 10).append(",k").append(i % 3).append(',').append(i % 10 < 5 ? "\"a,\nb\"" : "c");
            csv.append('\n');
        }
        TestJob job = TestJob.onText(directory.resolve("job"), csv.toString(), "y", Map.of())
                .profiled()
                .plan(TestJob.planned(0, Algorithm.LINEAR, Map.of()));
        job.trial(0);
        model = ModelFile.read(job.directory().trial(0).model());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void partsGiveWhatTheWholeGives() throws IOException {
        Path input = rows("kind,note,x\n", "");
        Path plain = directory.resolve("plain.csv");
        Path joined = directory.resolve("joined.csv.gz");

        new FileScorer(model).score(input, plain);
        new FileScorer(model).transform(input, joined, true);

        List<String> predictions = records(Files.readString(plain));
        List<String> together = records(unzipped(joined));
        assertThat(predictions).hasSize(ROWS + 1);
        assertThat(together).hasSize(ROWS + 1);
        assertThat(together.getFirst()).isEqualTo("kind,note,x," + predictions.getFirst());
        for (int i = 0; i < ROWS; i += 617) {
            assertThat(together.get(i + 1))
                    .isEqualTo("k" + i % 3 + ",\"it said \"\"no\"\", twice\"," + i % 10 + "," + predictions.get(i + 1));
        }
    }

    @Test
    void withoutAHeaderNoneIsWritten() throws IOException {
        Path input = Files.writeString(directory.resolve("bare.csv"), "1,k0\n9,k2\n");
        Path output = directory.resolve("bare-out.csv");

        new FileScorer(model).transform(input, output, true);

        assertThat(records(Files.readString(output)))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("1,k0,\"a,\nb\",0.");
    }

    @Test
    void everyLineOfASingleColumnHasAPrediction() throws IOException {
        StringBuilder csv = new StringBuilder("x,y\n");
        for (int i = 0; i < 1000; i++) {
            csv.append(i % 10).append(',').append(i % 10 + i % 7).append('\n');
        }
        TestJob job = TestJob.onText(directory.resolve("single"), csv.toString(), "y", Map.of())
                .profiled()
                .plan(TestJob.planned(0, Algorithm.LINEAR, Map.of()));
        job.trial(0);
        Path input = Files.writeString(directory.resolve("single.csv"), "x\n1\n\n3\n\"\"\n");
        Path output = directory.resolve("single-out.csv");

        try (Model single = ModelFile.read(job.directory().trial(0).model())) {
            new FileScorer(single).transform(input, output, true);
        }

        assertThat(Files.readAllLines(output))
                .extracting(line -> line.substring(0, line.indexOf(',')))
                .containsExactly("x", "1", "", "3", "");
    }

    @Test
    void aBadRowInALaterPartIsNamedAndLeavesNoFile() throws IOException {
        Path input = rows("kind,note,x\n", "k1,bad,many\n");
        Path output = directory.resolve("none.csv");

        assertThatThrownBy(() -> new FileScorer(model).transform(input, output, false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Row " + (ROWS + 1) + ", column 'x': 'many'");
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("none")))
                    .isEmpty();
        }
    }

    private static Path rows(String header, String last) throws IOException {
        StringBuilder csv = new StringBuilder(header);
        for (int i = 0; i < ROWS; i++) {
            csv.append('k')
                    .append(i % 3)
                    .append(",\"it said \"\"no\"\", twice\",")
                    .append(i % 10)
                    .append('\n');
        }
        return Files.writeString(directory.resolve("rows.csv"), csv.append(last));
    }

    /** Line breaks within quotes do not end a record. */
    private static List<String> records(String text) {
        List<String> records = new java.util.ArrayList<>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            quoted ^= text.charAt(i) == '"';
            if (!quoted && text.charAt(i) == '\n') {
                records.add(text.substring(from, i));
                from = i + 1;
            }
        }
        return records;
    }

    private static String unzipped(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return String.join("\n", reader.lines().toList()) + "\n";
        }
    }
}
