package dev.atelier.autopilot.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.artefact.BagModel;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.data.DataFile;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.PredictionFile;
import dev.atelier.autopilot.worker.insight.Reporter;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import dev.atelier.autopilot.worker.serve.FileScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that belong together, that follow each other in time, and that do not count the same. */
class SplitAndWeightTest {

    private static final int ROWS = 900;

    @TempDir
    Path directory;

    /** A customer's rows are alike, and customers have nothing in common: by rows they can be told again, by groups they cannot. */
    @Test
    void whatIsOnlyKnownOfAGroupIsWorthNothingForAnother() throws IOException {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("customer,x,z,y\n");
        for (int i = 0; i < ROWS; i++) {
            int customer = i / 15;
            double place = new Random(customer).nextGaussian();
            csv.append("c")
                    .append(customer)
                    .append(',')
                    .append(place + 1e-3 * random.nextGaussian())
                    .append(',');
            csv.append(random.nextInt(9))
                    .append(',')
                    .append(customer * 7919 % 13 < 6 ? "a" : "b")
                    .append('\n');
        }
        PlannedTrial forest = TestJob.planned(0, Algorithm.EXTRA_TREES, Map.of("rounds", 30, "max_features", 1.0));

        TestJob rows = job("rows", csv, Map.of()).plan(forest);
        TestJob groups = job("groups", csv, Map.of("groupColumn", "customer")).plan(forest);

        assertThat(rows.trial(0).objectiveValue()).isGreaterThan(0.95);
        assertThat(groups.trial(0).objectiveValue()).isLessThan(0.75);
        assertThat(groups.profile().columns())
                .filteredOn(column -> column.name().equals("customer"))
                .singleElement()
                .satisfies(column -> assertThat(column.role()).isEqualTo(Profile.Role.DROPPED))
                .satisfies(column -> assertThat(column.reason()).isEqualTo("names the group by which rows are split"));
        groups.assembled();
        assertScores(groups);
    }

    /** What the newest rows say is in the model that serves, though nothing is measured on it. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void inTimeAModelOfAllRowsServes(Algorithm algorithm) throws IOException {
        Random random = new Random(6);
        StringBuilder csv = new StringBuilder("day,x,z,y\n");
        for (int i = 0; i < ROWS; i++) {
            int at = i * 7 % ROWS;
            double x = random.nextGaussian();
            csv.append(LocalDate.of(2024, 1, 1).plusDays(at))
                    .append(',')
                    .append(x)
                    .append(',');
            csv.append(random.nextInt(9))
                    .append(',')
                    .append(10 * x + random.nextGaussian())
                    .append('\n');
        }
        Map<String, Object> parameters =
                algorithm == Algorithm.LINEAR ? Map.of() : Map.of("rounds", 20, "hidden_size", 16);
        Map<String, Object> known = new HashMap<>(parameters);
        if (algorithm != Algorithm.MLP) {
            known.remove("hidden_size");
        }
        TestJob job = job(
                        "time", csv, Map.of("timeColumn", "day", "objectiveMetric", "R2", "problemType", "Regression"))
                .plan(TestJob.planned(0, algorithm, known));

        TrialResult result = job.trial(0);

        assertThat(result.objectiveValue()).isBetween(0.5, 1.0);
        assertThat(result.refitted()).isTrue();
        Folds folds = Folds.read(job.directory().folds());
        Dataset data = DataFile.read(job.directory().data());
        assertThat(folds.ordered()).isTrue();
        double[] measured = PredictionFile.read(job.directory().trial(0).outOfFold(), ROWS, 1);
        try (BagModel model = (BagModel) ModelFile.read(job.directory().trial(0).model())) {
            int[] newest = folds.validationRows(folds.count() - 1);
            var table = data.features().select(newest);
            double[] byLastFold = model.predictFold(folds.count() - 1, table);
            assertThat(byLastFold)
                    .containsExactly(
                            Arrays.stream(newest)
                                    .mapToDouble(row -> measured[row])
                                    .toArray(),
                            within(1e-9));
            assertThat(squaredError(model.predict(table), data, newest))
                    .as("it has learned from them")
                    .isLessThan(squaredError(byLastFold, data, newest));
        }
        job.assembled();
        assertScores(job);
    }

    /** The last rows say the opposite of the first: what learns from the first alone is wrong about all of them. */
    @Test
    void rowsThatAreHeldOutAreMeasuredAndNothingLearnsFromThem() throws IOException {
        Random random = new Random(8);
        int training = 2 * ROWS / 3;
        StringBuilder csv = new StringBuilder("x,z,y\n3,1,\n");
        for (int i = 1; i < ROWS; i++) {
            double x = random.nextGaussian();
            csv.append(x).append(',').append(random.nextInt(9)).append(',');
            csv.append((x > 0) == (i < training) ? "yes\n" : "no\n");
        }
        Map<String, Object> request = Map.of("trainingRows", training, "objectiveMetric", "AUC");
        TestJob job = job("held", csv, request)
                .plan(
                        TestJob.planned(0, Algorithm.EXTRA_TREES, Map.of("rounds", 20)),
                        TestJob.planned(1, Algorithm.LINEAR, Map.of()));

        assertThat(job.trial(0).objectiveValue()).isLessThan(0.05);
        assertThat(job.trial(1).objectiveValue()).isLessThan(0.05);
        assertThat(job.profile().folds()).isEqualTo(1);
        assertThat(Folds.read(job.directory().folds()).measuredRows())
                .containsExactly(IntStream.range(training - 1, ROWS - 1).toArray());
        job.assembled();
        assertScores(job);
        new Reporter(job.directory(), job.profile()).run();
        assertThat(Files.readString(job.directory().trial(0).page()))
                .contains("Measured on rows that were held out")
                .doesNotContain("1-fold", "other folds", "Spread");

        TestJob part = job("part", csv, Map.of("validationFraction", 0.25));
        Folds folds = Folds.read(part.directory().folds());
        double[] target = DataFile.read(part.directory().data()).target();
        assertThat(folds.measuredRows()).hasSize((ROWS - 1) / 4);
        assertThat(Arrays.stream(folds.measuredRows())
                        .mapToDouble(row -> target[row])
                        .average()
                        .orElseThrow())
                .isCloseTo(Arrays.stream(target).average().orElseThrow(), within(0.01));
        assertThat(refusal(csv, Map.of("validationFraction", 0.25, "groupColumn", "z")))
                .containsEntry("field", "validationFraction");
        assertThat(refusal(csv, Map.of("trainingRows", ROWS))).containsEntry("field", "trainingRows");
    }

    /** Of two kinds of rows with opposite targets the heavy ones are believed, by every learner, and by the measures. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void rowsCountAsMuchAsTheyWeigh(Algorithm algorithm) throws IOException {
        Random random = new Random(7);
        StringBuilder csv = new StringBuilder("x,z,w,y\n");
        for (int i = 0; i < ROWS; i++) {
            double x = random.nextGaussian();
            boolean heavy = i % 3 == 0;
            csv.append(x)
                    .append(',')
                    .append(random.nextInt(9))
                    .append(',')
                    .append(heavy ? 20 : 1)
                    .append(',');
            csv.append((x > 0) == heavy ? "yes" : "no").append('\n');
        }
        csv.append("1,1,,yes\n1,1,-3,yes\n1,1,none,yes\n1,1,0,yes\n");
        Map<String, Object> parameters = algorithm == Algorithm.LINEAR
                ? Map.of()
                : algorithm == Algorithm.MLP ? Map.of("rounds", 12, "hidden_size", 16) : Map.of("rounds", 30);
        TestJob weighted =
                job("weighted", csv, Map.of("sampleWeightColumn", "w")).plan(TestJob.planned(0, algorithm, parameters));
        TestJob plain = job("plain", csv, Map.of()).plan(TestJob.planned(0, algorithm, parameters));

        TrialResult result = weighted.trial(0);

        assertThat(weighted.profile().rows()).isEqualTo(ROWS);
        assertThat(weighted.profile().warnings())
                .anySatisfy(warning -> assertThat(warning.message()).startsWith("4 rows have no weight above 0"));
        assertThat(result.objectiveValue())
                .as("the heavy are most of what is measured")
                .isGreaterThan(0.8);
        double[] measured = PredictionFile.read(weighted.directory().trial(0).outOfFold(), ROWS, 1);
        Dataset data = DataFile.read(weighted.directory().data());
        double agree = 0;
        for (int row = 0; row < ROWS; row++) {
            agree += (measured[row] > 0.5) == (data.features().numbers("x").values()[row] > 0) ? 1 : 0;
        }
        assertThat(agree / ROWS).as("the rule of the heavy rows").isGreaterThan(0.85);
        plain.trial(0);
        double[] unweighted = PredictionFile.read(plain.directory().trial(0).outOfFold(), ROWS + 4, 1);
        assertThat(unweighted).isNotEqualTo(measured);
        weighted.assembled();
        assertScores(weighted);
    }

    @Test
    void whatCannotBeIsRefusedWithTheField() throws IOException {
        StringBuilder csv = new StringBuilder("x,g,t,y\n");
        for (int i = 0; i < 300; i++) {
            csv.append(i % 7)
                    .append(",g")
                    .append(i % 3)
                    .append(',')
                    .append(i == 9 ? "" : i / 3)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        assertThat(refusal(csv, Map.of("groupColumn", "nobody"))).containsEntry("field", "groupColumn");
        assertThat(refusal(csv, Map.of("groupColumn", "y"))).containsEntry("field", "groupColumn");
        assertThat(refusal(csv, Map.of("groupColumn", "g")))
                .containsEntry(
                        "message", "'g' has 3 groups, fewer than the 5 folds; use fewer folds or another column.");
        assertThat(refusal(csv, Map.of("timeColumn", "g"))).containsEntry("field", "timeColumn");
        assertThat(refusal(csv, Map.of("timeColumn", "t")).get("message")).startsWith("1 rows have no value in 't'");
        assertThat(refusal(csv, Map.of("timeColumn", "x", "groupColumn", "g"))).containsEntry("field", "timeColumn");
        assertThat(refusal(csv, Map.of("timeColumn", "x", "sampleWeightColumn", "x")))
                .containsEntry("field", "sampleWeightColumn");
        assertThat(refusal(csv, Map.of("featureColumns", List.of("x", "z"))))
                .containsEntry("field", "featureColumns")
                .hasEntrySatisfying("message", message -> assertThat(message).startsWith("There is no column 'z'"));
        assertThat(refusal(csv, Map.of("featureColumns", List.of("x", "t"), "sampleWeightColumn", "t")))
                .containsEntry("field", "featureColumns");
        assertThat(refusal(csv, Map.of("sampleWeightColumn", "g"))).containsEntry("field", "sampleWeightColumn");
    }

    /** Numbers as categories and text, a key as a number, and dates as what they look like. */
    @Test
    void aColumnIsReadAsWhatTheCallerSays() throws IOException {
        Random random = new Random(9);
        StringBuilder csv = new StringBuilder("code,id,word,day,empty,y\n");
        for (int i = 0; i < ROWS; i++) {
            int code = random.nextInt(12);
            csv.append(code)
                    .append(',')
                    .append(i)
                    .append(",w")
                    .append(random.nextInt(9))
                    .append(',')
                    .append(LocalDate.of(2024, 1, 1).plusDays(i))
                    .append(",,")
                    .append(code % 2 == 0 ? "yes\n" : "no\n");
        }
        Map<String, String> types =
                Map.of("code", "categorical", "id", "numeric", "word", "text", "day", "date", "empty", "numeric");

        TestJob asked =
                job("asked", csv, Map.of("featureTypes", types)).plan(TestJob.planned(0, Algorithm.LINEAR, Map.of()));
        TestJob found = job("found", csv, Map.of()).plan(TestJob.planned(0, Algorithm.LINEAR, Map.of()));

        assertThat(types(asked, Profile.Role.FEATURE))
                .isEqualTo(Map.of("code", "categorical", "id", "numeric", "word", "text", "day", "date"));
        assertThat(types(found, Profile.Role.FEATURE))
                .isEqualTo(Map.of("code", "numeric", "word", "categorical", "day", "date"));
        assertThat(asked.trial(0).objectiveValue())
                .as("odd and even are categories to a linear model, not a slope")
                .isGreaterThan(0.99);
        assertThat(found.trial(0).objectiveValue()).isLessThan(0.7);
        asked.assembled();
        assertScores(asked);

        assertThat(refusal(csv, Map.of("featureTypes", Map.of("word", "numeric"))))
                .containsEntry("field", "featureTypes")
                .hasEntrySatisfying(
                        "message",
                        message -> assertThat(message)
                                .startsWith(ROWS + " values of 'word' are no numbers, the first is 'w"));
        assertThat(refusal(csv, Map.of("featureTypes", Map.of("code", "date"))))
                .containsEntry("field", "featureTypes")
                .hasEntrySatisfying(
                        "message", message -> assertThat(message).startsWith("The values of 'code' are not dates"));
        assertThat(refusal(csv, Map.of("featureTypes", Map.of("day", "text"), "timeColumn", "day")))
                .containsEntry("field", "featureTypes");
        assertThat(refusal(csv, Map.of("featureTypes", Map.of("none", "text")))).containsEntry("field", "featureTypes");
    }

    private static Map<String, String> types(TestJob job, Profile.Role role) throws IOException {
        return job.profile().columns().stream()
                .filter(column -> column.role() == role)
                .collect(Collectors.toMap(
                        Profile.ColumnProfile::name, column -> column.type().label()));
    }

    private Map<String, String> refusal(CharSequence csv, Map<String, Object> more) throws IOException {
        Map<String, String> refusal = new HashMap<>();
        TestJob.onText(directory.resolve("refused"), csv.toString(), "y", with(more))
                .refusal()
                .forEach((name, value) -> refusal.put(String.valueOf(name), String.valueOf(value)));
        return refusal;
    }

    private TestJob job(String name, CharSequence csv, Map<String, Object> more) throws IOException {
        return TestJob.onText(directory.resolve(name), csv.toString(), "y", with(more))
                .profiled();
    }

    private static Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("minRows", 100, "objectiveMetric", "AUC"));
        all.putAll(more);
        return all;
    }

    private static double squaredError(double[] predictions, Dataset data, int[] rows) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += Math.pow(predictions[i] - data.target()[rows[i]], 2);
        }
        return sum / rows.length;
    }

    /** The file that was trained on can be scored, whatever its columns are for. */
    private void assertScores(TestJob job) throws IOException {
        Path output = directory.resolve("scored.csv");
        Path input = job.directory().root().resolve("input.csv");
        try (Model model = ModelFile.read(job.directory().ensemble().model())) {
            new FileScorer(model).score(input, output);
        }
        assertThat(Files.readAllLines(output)).hasSameSizeAs(Files.readAllLines(input));
    }
}
