package dev.atelier.autopilot.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.run.RunResult;
import dev.atelier.autopilot.worker.search.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as people have them, through the built worker: its process, its lanes, its exit code, and the file that it scores. */
class EdgeCaseIT {

    private static final int ROWS = 1200;
    private static final int WIDTH = 2000;

    @TempDir
    Path directory;

    /** One table with all of it, so that one run proves it: whatever a column or row is like, every learner trains and every row gets its answer. */
    @Test
    void aTableOfEverythingTrainsAndIsScored() throws Exception {
        Path data = write(everything());

        assertThat(run(data, "--metric", "AUC")).isZero();

        RunResult result = result();
        assertThat(result.failures()).isEmpty();
        assertThat(result.finishedTrials()).isEqualTo(EdgeCaseTest.EVERYONE.length);
        assertThat(result.objectiveValue()).isGreaterThan(0.9);
        try (Model model = ModelFile.read(job().ensemble().model())) {
            assertThat(model.manifest().classes()).containsExactly("fine", "fraud, \"sure\"");
        }
        assertScored("predicted_label,probability,probability_fine,\"probability_fraud, \"\"sure\"\"\"");
    }

    @Test
    void aTargetThatIsConstantInMostFoldsTrainsAndIsScored() throws Exception {
        Path data = write(IntStream.range(0, ROWS)
                .mapToObj(i -> i % 11 + "," + i * 7 % 13 + "," + (i == 17 || i == 300 ? "12.5" : "0"))
                .collect(Collectors.joining("\n", "größe (cm),z,y\n", "\n")));

        assertThat(run(data, "--problem-type", "Regression", "--metric", "RMSE"))
                .isZero();

        assertThat(result().failures()).isEmpty();
        assertThat(result().objectiveValue()).isFinite();
        assertScored("predicted_value");
    }

    /** 1 % of one class; columns without values; a column of thousands of categories; dates; text with quotes and line breaks; integers as text; rows that repeat others; 2,000 numbers. */
    private static String everything() {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("\"größe (cm)\",年齢 , \"a, \"\"b\"\"\",empty,void,street,when,note,code");
        for (int j = 0; j < WIDTH; j++) {
            csv.append(",c").append(j);
        }
        csv.append(",y\n");
        String before = "";
        for (int i = 0; i < ROWS; i++) {
            boolean rare = i % 100 == 50;
            String row = rare || i % 10 != 0 || before.isEmpty() ? row(i, rare, random) : before;
            csv.append(row).append(rare ? ",\"fraud, \"\"sure\"\"\"\n" : ",fine\n");
            before = rare ? "" : row;
        }
        return csv.toString();
    }

    private static String row(int i, boolean rare, Random random) {
        String words = IntStream.range(0, 8)
                .mapToObj(k -> "word" + random.nextInt(400))
                .collect(Collectors.joining(" "));
        String note = '"' + words + (rare ? " refund,\n\"\"never\"\" again" : " thanks") + '"';
        StringBuilder row = new StringBuilder()
                .append((rare ? 2 : 0) + random.nextGaussian() / 2)
                .append(',')
                .append(i % 7)
                .append(",é")
                .append(i % 3)
                .append(",,NA,street ")
                .append(i * 7919 % 500)
                .append(',')
                .append(LocalDate.of(2020, 1, 1).plusDays(i * 31L % 1400))
                .append(',')
                .append(note)
                .append(",\"00")
                .append(i % 10)
                .append('"');
        for (int j = 0; j < WIDTH; j++) {
            row.append(',').append(random.nextInt(10));
        }
        return row.toString();
    }

    private Path write(String csv) throws IOException {
        return Files.writeString(directory.resolve("input.csv"), csv);
    }

    private int run(Path data, String... more) throws IOException, InterruptedException {
        Path plan = directory.resolve("plan.json");
        Json.write(plan, new Plan(1, List.of(EdgeCaseTest.EVERYONE)));
        String[] common = {
            "run",
            "--job",
            job().root().toString(),
            "--data",
            data.toString(),
            "--target",
            "y",
            "--cores",
            "2",
            "--seed",
            "5",
            "--folds",
            "3",
            "--plan",
            plan.toString(),
            "--test",
            data.toString(),
            "--output",
            output().toString()
        };
        return WorkerProcess.run(
                directory,
                IntStream.range(0, common.length + more.length)
                        .mapToObj(i -> i < common.length ? common[i] : more[i - common.length])
                        .toArray(String[]::new));
    }

    private void assertScored(String header) throws IOException {
        List<String> lines = Files.readAllLines(output());
        assertThat(lines).hasSize(ROWS + 1).startsWith(header);
        assertThat(lines.subList(1, lines.size()))
                .allSatisfy(line -> assertThat(Arrays.asList(line.split(",", -1)))
                        .noneMatch(value -> value.isEmpty() || value.equals("NaN")));
    }

    private RunResult result() throws IOException {
        return Json.read(job().root().resolve("run.json"), RunResult.class);
    }

    private Path output() {
        return directory.resolve("scored.csv");
    }

    private JobDirectory job() {
        return new JobDirectory(directory.resolve("job"));
    }
}
