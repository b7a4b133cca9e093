package dev.atelier.autopilot.worker.monitor;

import static dev.atelier.autopilot.worker.TestJob.planned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.serve.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {

    @TempDir
    static Path directory;

    private static Path model;
    private static TrialResult trained;

    /** What rows are made of. */
    private record Shift(double age, double missing, String city) {
        static final Shift NONE = new Shift(0, 0, "");
    }

    @BeforeAll
    static void train() throws IOException {
        TestJob job = TestJob.onText(directory.resolve("job"), table(1500, 1, Shift.NONE), "y", Map.of("minRows", 100))
                .profiled()
                .plan(planned(0, Algorithm.LINEAR, Map.of()));
        trained = job.trial(0);
        model = job.directory().trial(0).model();
        Files.writeString(directory.resolve("baseline.csv"), table(1500, 1, Shift.NONE));
    }

    @Test
    void findsNothingInCleanRowsAndWritesAllFiles() throws IOException {
        Path run = run("clean", "DataQuality", table(700, 2, Shift.NONE), List.of());

        assertThat(violations(run)).isEmpty();
        JsonNode baseline =
                Json.mapper().readTree(run.resolve("baseline/statistics.json").toFile());
        assertThat(baseline.at("/dataset/item_count").asInt()).isEqualTo(1500);
        JsonNode age = feature(baseline, "age");
        assertThat(age.path("inferred_type").asText()).isEqualTo("Fractional");
        JsonNode numbers = age.path("numerical_statistics");
        assertThat(numbers.at("/common/num_present").asInt()).isEqualTo(1500);
        assertThat(numbers.path("mean").asDouble()).isCloseTo(40, within(1.0));
        assertThat(numbers.path("std_dev").asDouble()).isCloseTo(10, within(0.7));
        assertThat(StreamSupport.stream(numbers.at("/distribution/kll/buckets").spliterator(), false)
                        .mapToDouble(bucket -> bucket.path("count").asDouble())
                        .sum())
                .isEqualTo(1500);
        JsonNode city =
                feature(Json.mapper().readTree(run.resolve("constraints.json").toFile()), "city");
        assertThat(city.at("/string_constraints/domains"))
                .extracting(JsonNode::asText)
                .containsExactly("Bern", "Oslo", "Rome");
        assertThat(feature(baseline, "y")).isNull();
    }

    @Test
    void namesEachThingThatIsWrong() throws IOException {
        String drifted = table(700, 3, new Shift(8, 0.2, "Paris")).replaceFirst("age,city,note,y", "age,city,remark,y");

        Path run = run("drifted", "DataQuality", drifted, List.of());

        assertThat(violations(run))
                .contains(
                        "age baseline_drift_check",
                        "age completeness_check",
                        "city categorical_values_check",
                        "city baseline_drift_check",
                        "note missing_column_check",
                        "remark extra_column_check");
        JsonNode drift =
                Json.mapper().readTree(run.resolve("drift.json").toFile()).path("features");
        assertThat(drift)
                .filteredOn(one -> one.path("feature_name").asText().equals("age"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.path("psi").asDouble()).isGreaterThan(0.25);
                    assertThat(one.path("jensen_shannon").asDouble()).isBetween(0.1, 1.0);
                });
    }

    @Test
    void readsWhatAnEndpointHasCaptured() throws IOException {
        StringBuilder lines = new StringBuilder();
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            String age = "%.2f".formatted(40 + 10 * random.nextGaussian());
            String city = List.of("Rome", "Oslo", "Bern").get(random.nextInt(3));
            Map<String, Object> input = i % 2 == 0
                    ? Map.of("encoding", "CSV", "data", age + "," + city + ",-7 degrees\n")
                    : Map.of(
                            "encoding",
                            "JSON",
                            "data",
                            "{\"instances\":[{\"age\":%s,\"city\":\"%s\",\"note\":\"-7 degrees\"}]}"
                                    .formatted(age, city));
            lines.append(new String(
                            Json.compact(Map.of("captureData", Map.of("endpointInput", input))),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .append('\n');
        }
        lines.append("{\"captureData\":{\"endpo");
        Path capture = Files.writeString(directory.resolve("capture.jsonl"), lines.toString());

        Path run = run("captured", "DataQuality", null, List.of(capture.toString()));

        JsonNode statistics =
                Json.mapper().readTree(run.resolve("statistics.json").toFile());
        assertThat(statistics.at("/dataset/item_count").asInt()).isEqualTo(300);
        assertThat(violations(run)).noneMatch(line -> line.startsWith("age") || line.startsWith("city"));
    }

    /** Every row has a key of its own, which the model does not use; a third of the codes are no numbers, in the baseline too. */
    @Test
    void demandsNothingOfUnusedColumnsAndNoMoreThanTheBaselineHas() throws IOException {
        String training = codes(1500, 1, 0.3);
        TestJob job = TestJob.onText(directory.resolve("codes"), training, "y", Map.of("minRows", 100))
                .profiled()
                .plan(planned(0, Algorithm.LINEAR, Map.of()));
        job.trial(0);
        Path codes = job.directory().trial(0).model();
        Path baseline = Files.writeString(directory.resolve("codes.csv"), training);

        Path same = run(codes, baseline, "same", "DataQuality", codes(700, 2, 0.3), List.of());
        Path other = run(codes, baseline, "other", "DataQuality", codes(700, 3, 0.6), List.of());

        assertThat(violations(same)).isEmpty();
        assertThat(violations(other)).containsExactly("code data_type_check");
        JsonNode constraints =
                Json.mapper().readTree(same.resolve("constraints.json").toFile());
        assertThat(feature(constraints, "key")).isNull();
        assertThat(feature(constraints, "code")).isNotNull();
        assertThat(feature(
                        Json.mapper().readTree(same.resolve("statistics.json").toFile()), "key"))
                .isNotNull();
    }

    @Test
    void aValueCountsOnceAmongTheDifferentOnes() {
        FeatureStatistics statistics = new FeatureStatistics("word");
        for (int i = 0; i < 20_000; i++) {
            statistics.add("word " + i % 5_000);
        }

        assertThat(statistics.toJson().at("/string_statistics/distinct_count").asInt())
                .isEqualTo(5_000);
    }

    @Test
    void rowsOfOneClassSayNothingOfHowItIsToldFromTheOther() throws IOException {
        String one = table(900, 7, Shift.NONE)
                .lines()
                .filter(line -> !line.endsWith(",yes"))
                .collect(Collectors.joining("\n", "", "\n"));

        Path run = run("one", "ModelQuality", one, List.of());

        assertThat(violations(run)).noneMatch(line -> line.startsWith("auc") || line.startsWith("f1"));
    }

    @Test
    void measuresQualityOnceTheOutcomesAreKnown() throws IOException {
        Path good = run("good", "ModelQuality", table(900, 5, Shift.NONE), List.of());
        assertThat(violations(good)).isEmpty();
        JsonNode statistics =
                Json.mapper().readTree(good.resolve("statistics.json").toFile());
        assertThat(statistics.at("/binary_classification_metrics/auc/value").asDouble())
                .isGreaterThan(0.8);

        String flipped = table(900, 6, Shift.NONE)
                .replace(",yes\n", ",?\n")
                .replace(",no\n", ",yes\n")
                .replace(",?\n", ",no\n");
        assertThat(violations(run("bad", "ModelQuality", flipped, List.of())))
                .contains("auc LessThanThreshold", "log_loss GreaterThanThreshold");

        assertThatThrownBy(() -> run("blind", "ModelQuality", "age,city,note\n1,Rome,x\n", List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'y'");
    }

    @Test
    void theSketchKeepsADistributionInLittleMemory() {
        KllSketch sketch = new KllSketch();
        Random random = new Random(9);
        for (int i = 0; i < 500_000; i++) {
            sketch.add(random.nextDouble());
        }

        assertThat(sketch.data().stream().mapToInt(level -> level.length).sum()).isLessThan(8_000);
        assertThat(sketch.sorted().stream()
                        .mapToLong(KllSketch.Weighted::weight)
                        .sum())
                .isEqualTo(500_000);
        long[] counts = sketch.counts(new double[] {0, 0.1, 0.5, 1});
        assertThat(counts[0] / 500_000.0).isCloseTo(0.1, within(0.005));
        assertThat(counts[1] / 500_000.0).isCloseTo(0.4, within(0.005));
    }

    private static String codes(int rows, long seed, double words) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("key,age,code,y\n");
        for (int i = 0; i < rows; i++) {
            double age = 40 + 10 * random.nextGaussian();
            csv.append(String.format(
                    Locale.ROOT,
                    "key-%d-%d,%.2f,%s%d,%s\n",
                    seed,
                    i,
                    age,
                    random.nextDouble() < words ? "c" : "",
                    random.nextInt(200),
                    age + 5 * random.nextGaussian() > 40 ? "yes" : "no"));
        }
        return csv.toString();
    }

    private static Path run(String name, String kind, String input, List<String> captures) throws IOException {
        return run(model, directory.resolve("baseline.csv"), name, kind, input, captures);
    }

    private static Path run(Path model, Path baseline, String name, String kind, String input, List<String> captures)
            throws IOException {
        Path run = Files.createDirectories(directory.resolve(name));
        Map<String, Object> request = new HashMap<>();
        request.put("kind", kind);
        request.put("model", model.toString());
        request.put("baseline", baseline.toString());
        request.put(
                "input",
                input == null
                        ? null
                        : Files.writeString(run.resolve("input.csv"), input).toString());
        request.put("captures", captures);
        request.put("threshold", 0.1);
        request.put(
                "baselineMetrics",
                trained.metrics().stream()
                        .collect(Collectors.toMap(
                                TrialResult.MetricValue::name,
                                metric -> Map.of(
                                        "value", metric.value(), "standardDeviation", metric.standardDeviation()))));
        Json.write(run.resolve("monitor.json"), request);
        new Monitor(run).run();
        return run;
    }

    private static List<String> violations(Path run) throws IOException {
        return StreamSupport.stream(
                        Json.mapper()
                                .readTree(run.resolve("constraint_violations.json")
                                        .toFile())
                                .path("violations")
                                .spliterator(),
                        false)
                .map(violation -> violation
                                .path("feature_name")
                                .asText(violation.path("metric_name").asText()) + " "
                        + violation.path("constraint_check_type").asText())
                .toList();
    }

    private static JsonNode feature(JsonNode statistics, String name) {
        for (JsonNode feature : statistics.path("features")) {
            if (feature.path("name").asText().equals(name)) {
                return feature;
            }
        }
        return null;
    }

    private static String table(int rows, long seed, Shift shift) {
        Random random = new Random(seed);
        String[] cities = {"Rome", "Oslo", "Bern"};
        StringBuilder csv = new StringBuilder("age,city,note,y\n");
        for (int i = 0; i < rows; i++) {
            double age = 40 + 10 * random.nextGaussian();
            String city = cities[random.nextInt(3)];
            boolean yes = (age - 40) / 5 + (city.equals("Rome") ? 1 : 0) + random.nextGaussian() > 0.3;
            boolean other = !shift.city().isEmpty() && random.nextInt(3) == 0;
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%d degrees,%s\n",
                    random.nextDouble() < shift.missing() ? "" : String.format(Locale.ROOT, "%.2f", age + shift.age()),
                    other ? shift.city() : city,
                    random.nextInt(40),
                    yes ? "yes" : "no"));
        }
        return csv.toString();
    }
}
