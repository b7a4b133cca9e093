package dev.atelier.autopilot.worker.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.profile.Profile.Role;
import dev.atelier.autopilot.worker.profile.Profile.Warning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilerTest {

    private static final Map<String, Object> DEFAULTS = Map.of();

    @TempDir
    Path directory;

    @Test
    void describesARealDataSet() throws IOException {
        Profile profile = TestJob.onResource(directory, "bank.csv", "y", DEFAULTS)
                .profiled()
                .profile();

        assertThat(profile.rows()).isEqualTo(1500);
        assertThat(profile.problemType()).isEqualTo(ProblemType.BINARY_CLASSIFICATION);
        assertThat(profile.objectiveMetric()).isEqualTo("F1");
        assertThat(profile.target().positiveClass()).isEqualTo("yes");
        assertThat(profile.classLabels()).containsExactly("no", "yes");
        assertThat(profile.columns()).hasSize(17);
        assertThat(column(profile, "age").type()).isEqualTo(ColumnType.NUMERIC);
        assertThat(column(profile, "job").type()).isEqualTo(ColumnType.CATEGORICAL);
        assertThat(column(profile, "housing").type()).isEqualTo(ColumnType.BOOLEAN);
        assertThat(column(profile, "y").role()).isEqualTo(Role.TARGET);
        assertThat(column(profile, "age").histogram().stream()
                        .mapToLong(Profile.Bin::count)
                        .sum())
                .isEqualTo(1500);
        assertThat(profile.plannedTrials()).isEqualTo(18);
    }

    @Test
    void takesMoreFoldsWhereRowsAreFewAndClassesAreNot() throws IOException {
        Profile few = profile("few", table(1_500, 700));
        assertThat(few.folds()).isEqualTo(8);
        assertThat(few.measuredRows()).isEqualTo(1_500);
        assertThat(folds("scarce", 1_500, 10)).as("a class of ten rows").isEqualTo(5);
        assertThat(folds("most", 10_000, 3_000)).isEqualTo(8);
        assertThat(folds("many", 10_001, 3_000)).isEqualTo(5);
    }

    @Test
    void holdsOutAPartWhereRowsOfAllClassesAreMany() throws IOException {
        Profile held = profile("plenty", table(100_000, 1_000));
        assertThat(held.folds()).isEqualTo(1);
        assertThat(held.measuredRows()).isEqualTo(10_000);
        assertThat(folds("rare", 100_000, 999))
                .as("a hundred rows of a class could not be held out")
                .isEqualTo(5);
        assertThat(folds("fewer", 99_999, 50_000)).isEqualTo(5);
        assertThat(folds("unknown", table(100_000, 50_000).replaceFirst(",a\n", ",\n")))
                .as("a row without a target")
                .isEqualTo(5);
    }

    private int folds(String name, int rows, int positive) throws IOException {
        return folds(name, table(rows, positive));
    }

    private static String table(int rows, int positive) {
        StringBuilder csv = new StringBuilder("x,z,y\n");
        for (int i = 0; i < rows; i++) {
            csv.append(i * 7 % 31).append(',').append(i * 11 % 17).append(i < positive ? ",b\n" : ",a\n");
        }
        return csv.toString();
    }

    private int folds(String name, String csv) throws IOException {
        return profile(name, csv).folds();
    }

    private Profile profile(String name, String csv) throws IOException {
        Path file = Files.writeString(directory.resolve(name), csv);
        JobRequest request = new JobRequest(
                file.toString(),
                "y",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new Profiler(request).profile().profile();
    }

    @Test
    void dropsWhatCannotHelp() throws IOException {
        Profile profile = TestJob.onText(
                        directory,
                        csv(
                                "id,constant,empty,a,copy,y",
                                1000,
                                i -> i + ",1,," + i * i % 17 + "," + i * i % 17 + "," + i % 3),
                        "y",
                        DEFAULTS)
                .profiled()
                .profile();

        assertThat(column(profile, "id").reason()).contains("identifier");
        assertThat(column(profile, "constant").reason()).contains("same value");
        assertThat(column(profile, "empty").reason()).contains("no values");
        assertThat(column(profile, "copy").reason()).contains("'a'");
        assertThat(column(profile, "a").role()).isEqualTo(Role.FEATURE);
    }

    @Test
    void learnsOnlyFromTheFeatureColumns() throws IOException {
        Map<String, Object> request = new HashMap<>(DEFAULTS);
        request.put("featureColumns", List.of("a"));
        Profile profile = TestJob.onText(
                        directory, csv("b,a,y", 1000, i -> i * i % 13 + "," + i * i % 17 + "," + i % 3), "y", request)
                .profiled()
                .profile();

        assertThat(column(profile, "a").role()).isEqualTo(Role.FEATURE);
        assertThat(column(profile, "b").role()).isNotEqualTo(Role.FEATURE);
        assertThat(column(profile, "b").reason()).contains("not among the feature columns");
    }

    @Test
    void warnsOfAFeatureThatHoldsTheAnswer() throws IOException {
        Profile profile = TestJob.onText(
                        directory,
                        csv(
                                "noise,result,y",
                                1000,
                                i -> i * 7919 % 101 + "," + (i % 2 == 0 ? "won" : "lost") + "," + i % 2),
                        "y",
                        DEFAULTS)
                .profiled()
                .profile();

        assertThat(profile.warnings())
                .filteredOn(warning -> warning.code().equals("target-leakage"))
                .extracting(Warning::column)
                .containsExactly("result");
    }

    @Test
    void readsLatin1AndLeavesOutRowsWithoutTarget() throws IOException {
        String text = csv(
                "name,x,y", 1100, i -> (i % 2 == 0 ? "Zürich" : "Genève") + "," + i % 10 + "," + (i < 50 ? "" : i % 3));
        Path file = Files.write(directory.resolve("latin1.csv"), text.getBytes(StandardCharsets.ISO_8859_1));

        Profile profile = TestJob.on(directory, file, "y", DEFAULTS).profiled().profile();

        assertThat(profile.charset()).isEqualTo("ISO-8859-1");
        assertThat(profile.rows()).isEqualTo(1050);
        assertThat(profile.droppedRows()).isEqualTo(50);
        assertThat(column(profile, "name").topValues())
                .extracting(Profile.ValueCount::value)
                .containsExactlyInAnyOrder("Zürich", "Genève");
        assertThat(profile.warnings()).extracting(Warning::code).contains("missing-target");
    }

    @Test
    void countsOnlyTheRowsThatAreLearnedFrom() throws IOException {
        String table = csv(
                "a,w,y",
                2000,
                i -> i % 7 + "," + (i % 4 == 0 ? "" : 1) + "," + (i % 4 == 0 ? "p" : i % 4 == 1 ? "q" : "r"));
        Map<String, Object> weighted = Map.of("sampleWeightColumn", "w");

        assertRefused(
                table,
                "y",
                weighted,
                "target-invalid",
                "targetColumn",
                "'p' of the target 'y' has no row with a weight");
        assertRefused(
                table.replaceFirst("\n0,,p\n", "\n0,1,p\n").replace(",q\n", ",r\n"),
                "y",
                weighted,
                "target-invalid",
                "targetColumn",
                "'p' of the target 'y' has only 1 rows with a weight above 0, at least 5 are needed");
        Profile profile = TestJob.onText(
                        directory,
                        csv("a,w,y", 2000, i -> i % 7 + "," + (i % 3 == 0 ? "" : 1) + "," + (i % 20 == 1 ? "p" : "q")),
                        "y",
                        weighted)
                .profiled()
                .profile();
        assertThat(profile.target().classes())
                .extracting(Profile.ClassCount::count)
                .satisfies(counts -> assertThat(counts.get(0) + counts.get(1)).isEqualTo(profile.rows()));
        assertThat(profile.target().majorityShare()).isBetween(0.9, 1.0);
        assertThat(profile.warnings())
                .filteredOn(warning -> warning.code().equals("imbalanced-target"))
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("has 95 % of the rows"));
    }

    @Test
    void refusesWithCodeFieldAndRemedy() throws IOException {
        String good = csv("a,b,y", 1000, i -> i % 7 + "," + i % 5 + "," + i % 2);
        assertRefused(good, "Y", DEFAULTS, "target-not-found", "targetColumn", "did you mean 'y'");
        assertRefused(
                csv("a,y", 20, i -> i % 7 + "," + i % 2),
                "y",
                DEFAULTS,
                "dataset-too-few-rows",
                "datasetPath",
                "20 rows, at least 1000");
        assertRefused(
                csv("a,y", 1000, i -> i % 7 + ",1"), "y", DEFAULTS, "target-invalid", "targetColumn", "every row");
        assertRefused(csv("a,y", 1000, i -> i % 7 + ","), "y", DEFAULTS, "target-invalid", "targetColumn", "no values");
        assertRefused(
                csv("a,y", 1000, i -> i % 7 + "," + (i < 3 ? "rare" : "p")),
                "y",
                DEFAULTS,
                "target-invalid",
                "targetColumn",
                "'rare'");
        assertRefused(
                csv("a,y", 1000, i -> i % 7 + "," + (i < 60 ? "rare" + i / 3 : i % 2 == 0 ? "p" : "q")),
                "y",
                DEFAULTS,
                "target-invalid",
                "targetColumn",
                "19 more classes");
        assertRefused(
                good.replace("\n3,3,1\n", "\n3,3\n"),
                "y",
                DEFAULTS,
                "dataset-invalid",
                "datasetPath",
                "Row 4 (line 5)");
        assertRefused("\u0000\u0001binary", "y", DEFAULTS, "dataset-not-csv", "datasetPath", "binary");
        assertRefused(good.replace(',', ';'), "y", DEFAULTS, "dataset-not-csv", "datasetPath", "';'");
        assertRefused(
                good.substring(good.indexOf('\n') + 1), "y", DEFAULTS, "dataset-invalid", "datasetPath", "header");
        assertRefused(
                good.replace("a,b,y", "a,a,y"), "y", DEFAULTS, "dataset-invalid", "datasetPath", "'a' a second time");
        assertRefused(
                csv("id,y", 1000, i -> i + "," + i % 2),
                "y",
                DEFAULTS,
                "dataset-invalid",
                "datasetPath",
                "No column can be used");
        assertRefused(good, "y", Map.of("objectiveMetric", "RMSE"), "validation", "objectiveMetric", "AUC");
        assertRefused(
                good,
                "y",
                Map.of("problemType", "MulticlassClassification", "maxBytes", 100),
                "dataset-invalid",
                "datasetPath",
                "larger than 100");
        assertRefused(
                csv("a,y", 1000, i -> i % 7 + "," + (i == 9 ? "ten" : "" + i)),
                "y",
                Map.of("problemType", "Regression"),
                "target-invalid",
                "problemType",
                "'ten' in row 10");
        assertRefused(
                csv("a,y", 1000, i -> i % 7 + "," + i % 3),
                "y",
                Map.of("problemType", "BinaryClassification"),
                "target-invalid",
                "problemType",
                "3 different");
    }

    private void assertRefused(
            String csv, String target, Map<String, Object> request, String code, String field, String part)
            throws IOException {
        Map<?, ?> refusal = TestJob.onText(directory, csv, target, request).refusal();
        assertThat(refusal.get("code")).as(refusal.toString()).isEqualTo(code);
        assertThat(refusal.get("field")).isEqualTo(field);
        assertThat(refusal.get("message").toString()).contains(part);
        assertThat(directory.resolve("profile.json")).doesNotExist();
    }

    private static Profile.ColumnProfile column(Profile profile, String name) {
        return profile.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String csv(String header, int rows, IntFunction<String> row) {
        StringBuilder text = new StringBuilder(header).append('\n');
        for (int i = 0; i < rows; i++) {
            text.append(row.apply(i)).append('\n');
        }
        return text.toString();
    }
}
