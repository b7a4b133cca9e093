package dev.atelier.autopilot.worker.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.artefact.BagModel;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.data.DataFile;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.explain.Explanation.Contribution;
import dev.atelier.autopilot.worker.explain.Explanation.Dependence;
import dev.atelier.autopilot.worker.explain.Explanation.Importance;
import dev.atelier.autopilot.worker.explain.Explanation.MeanContribution;
import dev.atelier.autopilot.worker.explain.Explanation.RowContributions;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.serve.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target of which it is known what makes it: mostly {@code strong}, a little {@code kind}, not at all {@code noise} and {@code none}. */
class ExplainerTest {

    private static final int LINEAR = 0;
    private static final int LIGHTGBM = 1;
    private static final int XGBOOST = 2;
    private static final int FOREST = 3;
    private static final int OBLIVIOUS = 4;
    private static final double EXACT = 1e-4;

    @TempDir
    static Path directory;

    private static TestJob job;

    @BeforeAll
    static void train() throws IOException {
        Random random = new Random(8);
        StringBuilder csv = new StringBuilder("noise,strong,kind,none,y\n");
        for (int i = 0; i < 1200; i++) {
            double strong = random.nextGaussian();
            int kind = random.nextInt(3);
            double score = 3 * strong + 0.7 * kind + 0.3 * random.nextGaussian();
            csv.append(random.nextInt(50)).append(',');
            csv.append(i % 20 == 0 ? "" : Double.toString(strong)).append(",k").append(kind);
            csv.append(",n").append(random.nextInt(4)).append(',').append(score > 0.7 ? "yes" : "no");
            csv.append('\n');
        }
        job = TestJob.onText(directory, csv.toString(), "y", Map.of("objectiveMetric", "AUC"))
                .profiled()
                .plan(
                        TestJob.planned(LINEAR, Algorithm.LINEAR, Map.of()),
                        TestJob.planned(LIGHTGBM, Algorithm.LIGHTGBM, Map.of("rounds", 40)),
                        TestJob.planned(
                                XGBOOST,
                                Algorithm.XGBOOST,
                                Map.of("rounds", 40, "max_depth", 3, "target_encoding", true)),
                        TestJob.planned(FOREST, Algorithm.EXTRA_TREES, Map.of("rounds", 20)),
                        TestJob.planned(OBLIVIOUS, Algorithm.OBLIVIOUS_TREES, Map.of("rounds", 40, "depth", 4)));
        job.trial(LINEAR);
        job.trial(LIGHTGBM);
        job.trial(XGBOOST);
        job.trial(FOREST);
        job.trial(OBLIVIOUS);
        job.assembled();
    }

    @Test
    void treesGiveContributionsThatAddUpToTheirLogOdds() throws IOException {
        for (int trial : List.of(LIGHTGBM, XGBOOST, OBLIVIOUS)) {
            Explanation explanation = explain(trial, Deadline.NONE);

            assertThat(explanation.shap().method()).isEqualTo("TreeSHAP");
            assertThat(explanation.shap().unit()).isEqualTo("log-odds");
            assertThat(explanation.shap().values())
                    .hasSize(20)
                    .allSatisfy(row -> assertThat(1 / (1 + Math.exp(-sum(row))))
                            .as("mean log odds and mean probability of five folds are near each other")
                            .isCloseTo(row.prediction().getFirst(), within(0.08)));
            assertThat(explanation.shap().rows()).isEqualTo(400);
            assertOrder(explanation);
            Explanation hurried = explain(trial, Deadline.in(Duration.ofMillis(1)));
            assertThat(hurried.shap().rows()).isEqualTo(20);
            assertThat(hurried.truncated()).isTrue();
        }
    }

    @Test
    void someRowsAtATimeGiveWhatAllGive() throws IOException {
        var table = DataFile.read(job.directory().data())
                .features()
                .select(IntStream.range(0, 50).toArray());
        for (int trial : List.of(LIGHTGBM, XGBOOST, OBLIVIOUS)) {
            try (Model model = ModelFile.read(file(trial))) {
                var all = ((BagModel) model).contributions(table);

                Contributions some =
                        new ShapleyValues(model, table, new SplittableRandom(1)).of(table, List.of(), Deadline.NONE);

                assertThat(some.truncated()).isFalse();
                assertThat(some.values()).containsExactly(all.values());
                assertThat(some.base()).containsExactly(all.base());
            }
        }
    }

    @Test
    void forestsGiveContributionsThatAddUpToTheirPrediction() throws IOException {
        Explanation explanation = explain(FOREST, Deadline.NONE);

        assertThat(explanation.shap().method()).isEqualTo("TreeSHAP");
        assertThat(explanation.shap().unit()).isEqualTo("probability");
        assertThat(explanation.shap().rows()).isEqualTo(100);
        assertThat(explanation.shap().values())
                .hasSize(20)
                .allSatisfy(
                        row -> assertThat(sum(row)).isCloseTo(row.prediction().getFirst(), within(1e-9)));
        assertOrder(explanation);
        assertThat(explain(FOREST, Deadline.in(Duration.ofMillis(1))).shap().rows())
                .isLessThan(100);
    }

    @Test
    void rowsOfAFileAreExplainedOnRequest() throws IOException {
        Path input =
                Files.writeString(directory.resolve("rows.csv"), "kind,strong,noise,none\nk0,2.5,7,n1\nk2,,7,n1\n");
        for (Integer trial : java.util.Arrays.asList(LIGHTGBM, FOREST, LINEAR, null)) {
            RowExplanation explanation = explainRows(trial, input);

            assertThat(explanation.trial()).isEqualTo(trial);
            assertThat(explanation.rows()).hasSize(2).allSatisfy(row -> {
                assertThat(row.target()).isNull();
                if (!explanation.unit().equals("log-odds")) {
                    assertThat(sum(row)).isCloseTo(row.prediction().getFirst(), within(1e-9));
                }
            });
            assertThat(explanation.rows().getFirst().contributions().getFirst())
                    .satisfies(first -> assertThat(first.feature()).isEqualTo("strong"))
                    .satisfies(first -> assertThat(first.value()).isEqualTo("2.5"))
                    .satisfies(
                            first -> assertThat(first.contribution().getFirst()).isPositive());
        }
        Files.writeString(input, "strong\nmuch\n");
        assertThatThrownBy(() -> explainRows(null, input)).isInstanceOf(InputException.class);
    }

    @Test
    void anyModelGetsContributionsThatAddUpToItsPrediction() throws IOException {
        for (Integer trial : java.util.Arrays.asList(LINEAR, null)) {
            Explanation explanation = explain(trial, Deadline.NONE);

            assertThat(explanation.shap().method()).isEqualTo("sampling");
            assertThat(explanation.outputs()).containsExactly("yes");
            assertThat(explanation.shap().values())
                    .allSatisfy(row ->
                            assertThat(sum(row)).isCloseTo(row.prediction().getFirst(), within(1e-9)));
            assertOrder(explanation);
        }
    }

    @Test
    void exactContributionsOfOneFoldAddUpToItsMargin() throws IOException {
        try (Model model = ModelFile.read(job.directory().trial(LIGHTGBM).model())) {
            var bag = (BagModel) model;
            var table = DataFile.read(job.directory().data()).features().select(3, 20, 77);
            var contributions = bag.contributions(table);
            assertThat(contributions).isNotNull();
            for (int i = 0; i < 3; i++) {
                double margin = contributions.base()[i];
                for (int j = 0; j < contributions.features().size(); j++) {
                    margin +=
                            contributions.values()[i * contributions.features().size() + j];
                }
                double logOdds = 0;
                for (int fold = 0; fold < 5; fold++) {
                    double probability = bag.predictFold(fold, table)[i];
                    logOdds += Math.log(probability / (1 - probability)) / 5;
                }
                assertThat(margin).isCloseTo(logOdds, within(EXACT));
            }
        }
    }

    @Test
    void partialDependenceFollowsTheFeature() throws IOException {
        Explanation explanation = explain(null, Deadline.NONE);

        Dependence strong = explanation.partialDependence().getFirst();
        assertThat(strong.feature()).isEqualTo("strong");
        List<Double> curve = strong.points().stream()
                .filter(point -> point.value() != null)
                .map(point -> point.predictions().getFirst())
                .toList();
        assertThat(curve).hasSize(20);
        assertThat(curve.getLast() - curve.getFirst()).isGreaterThan(0.7);
        assertThat(strong.points().getLast().value())
                .as("missing values have a point")
                .isNull();
        assertThat(strong.points().stream().mapToLong(Explanation.Point::rows).sum())
                .isEqualTo(1200);
        assertThat(explanation.partialDependence())
                .filteredOn(one -> one.feature().equals("kind"))
                .singleElement()
                .satisfies(one -> assertThat(one.points())
                        .extracting(Explanation.Point::value)
                        .containsExactlyInAnyOrder("k0", "k1", "k2"));
    }

    @Test
    void comesAgainAndKeepsItsTime() throws IOException {
        Explanation first = explain(LIGHTGBM, Deadline.NONE);
        Explanation again = explain(LIGHTGBM, Deadline.NONE);
        Explanation hurried = explain(null, Deadline.in(Duration.ofMillis(1)));

        assertThat(again).usingRecursiveComparison().ignoringFields("seconds").isEqualTo(first);
        assertThat(first.truncated()).isFalse();
        assertThat(hurried.truncated()).isTrue();
        assertThat(hurried.permutation().repeats()).isOne();
        assertThat(hurried.permutation().features()).hasSize(4);
    }

    private static void assertOrder(Explanation explanation) {
        assertThat(explanation.permutation().features())
                .extracting(Importance::feature)
                .startsWith("strong", "kind");
        assertThat(explanation.permutation().features().getFirst().importance()).isGreaterThan(0.3);
        assertThat(explanation.permutation().features().subList(2, 4))
                .allSatisfy(noise -> assertThat(Math.abs(noise.importance())).isLessThan(0.02));
        assertThat(explanation.shap().features())
                .extracting(MeanContribution::feature)
                .startsWith("strong", "kind")
                .hasSize(4);
    }

    private static double sum(RowContributions row) {
        return row.baseValues().getFirst()
                + row.contributions().stream()
                        .map(Contribution::contribution)
                        .mapToDouble(List::getFirst)
                        .sum();
    }

    private static RowExplanation explainRows(Integer trial, Path input) throws IOException {
        try (Model model = ModelFile.read(file(trial))) {
            return RowExplanation.of(trial, model, DataFile.read(job.directory().data()), input, 7, Deadline.NONE);
        }
    }

    private static Path file(Integer trial) {
        return trial == null
                ? job.directory().ensemble().model()
                : job.directory().trial(trial).model();
    }

    private static Explanation explain(Integer trial, Deadline deadline) throws IOException {
        try (Model model = ModelFile.read(file(trial))) {
            return new Explainer(
                            model,
                            DataFile.read(job.directory().data()),
                            Folds.read(job.directory().folds()),
                            7)
                    .explain(trial, deadline);
        }
    }
}
