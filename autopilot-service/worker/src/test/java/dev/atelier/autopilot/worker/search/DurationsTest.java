package dev.atelier.autopilot.worker.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.search.LocalSearch.Observed;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void nothingIsKnownAtFirst() {
        Durations durations = new Durations(List.of());

        assertThat(durations.seconds(Algorithm.MLP, Map.of())).isZero();
        assertThat(durations.fits(Algorithm.LIGHTGBM, Map.of(), 1)).isTrue();
    }

    @Test
    void anAlgorithmThatNeverRanTakesAsLongAsOthers() {
        Durations durations = new Durations(
                List.of(took(Algorithm.LINEAR, Map.of(), 1, false), took(Algorithm.EXTRA_TREES, Map.of(), 9, false)));

        assertThat(durations.seconds(Algorithm.XGBOOST, Map.of())).isEqualTo(9);
        assertThat(durations.seconds(Algorithm.LINEAR, Map.of())).isEqualTo(1);
    }

    @Test
    void boostingTakesTheInverseOfItsLearningRate() {
        Durations durations = new Durations(List.of(
                took(Algorithm.LIGHTGBM, Map.of("learning_rate", 0.1), 10, false),
                took(Algorithm.XGBOOST, Map.of("eta", 0.02), 50, false)));

        assertThat(durations.seconds(Algorithm.LIGHTGBM, Map.of("learning_rate", 0.02)))
                .isCloseTo(50, within(1e-9));
        assertThat(durations.seconds(Algorithm.LIGHTGBM, Map.of()))
                .as("0.05 where none is named")
                .isCloseTo(20, within(1e-9));
        assertThat(durations.seconds(Algorithm.XGBOOST, Map.of())).isCloseTo(10, within(1e-9));
    }

    @Test
    void whatTimeEndedCountsOnlyWhereItTookLongerThanMost() {
        List<Observed> observed = List.of(
                took(Algorithm.LIGHTGBM, Map.of("learning_rate", 0.1), 10, false),
                took(Algorithm.LIGHTGBM, Map.of("learning_rate", 0.1), 2, true),
                took(Algorithm.LIGHTGBM, Map.of("learning_rate", 0.1), 30, true));

        assertThat(new Durations(observed).seconds(Algorithm.LIGHTGBM, Map.of("learning_rate", 0.1)))
                .isCloseTo(30, within(1e-9));
        assertThat(new Durations(observed.subList(0, 2)).seconds(Algorithm.LIGHTGBM, Map.of("learning_rate", 0.1)))
                .isCloseTo(10, within(1e-9));
    }

    /** Else a forest that is ended early again and again would seem to be quick. */
    @Test
    void forestsThatTimeEndedDoNotSeemQuick() {
        Durations durations = new Durations(List.of(
                took(Algorithm.EXTRA_TREES, Map.of(), 40, false),
                took(Algorithm.EXTRA_TREES, Map.of(), 4, true),
                took(Algorithm.EXTRA_TREES, Map.of(), 3, true)));

        assertThat(durations.seconds(Algorithm.EXTRA_TREES, Map.of())).isEqualTo(40);
        assertThat(durations.fits(Algorithm.EXTRA_TREES, Map.of(), 4)).isFalse();
    }

    /** Else the less time they got the quicker they would seem, and what is left would go to ever more of them. */
    @Test
    void networksOfWhichNoneCameToItsEndTakeAtLeastAsLongAsTheLongest() {
        Durations durations = new Durations(List.of(
                took(Algorithm.MLP, Map.of(), 40, true),
                took(Algorithm.MLP, Map.of(), 10, true),
                took(Algorithm.MLP, Map.of(), 8, true),
                took(Algorithm.MLP, Map.of(), 3, true)));

        assertThat(durations.seconds(Algorithm.MLP, Map.of())).isEqualTo(40);
        assertThat(durations.fits(Algorithm.MLP, Map.of(), 9)).isFalse();
        assertThat(durations.fits(Algorithm.MLP, Map.of(), 11)).isTrue();
    }

    @Test
    void oneSmallNetworkThatCameToItsEndDoesNotMakeTheOthersQuick() {
        Durations durations = new Durations(List.of(
                took(Algorithm.MLP, Map.of(), 40, true),
                took(Algorithm.MLP, Map.of(), 30, true),
                took(Algorithm.MLP, Map.of(), 20, true),
                took(Algorithm.MLP, Map.of(), 5, false)));

        assertThat(durations.seconds(Algorithm.MLP, Map.of())).isEqualTo(40);
    }

    @Test
    void aStepThatWouldTakeTooLongTurnsToHigherLearningRates() {
        LocalSearch search = new LocalSearch(ProblemType.REGRESSION, 5_000, 1);
        List<Observed> observed =
                new ArrayList<>(List.of(took(Algorithm.LIGHTGBM, Map.of("learning_rate", 0.05), 10, false)));
        for (int i = 1; i <= 40; i++) {
            PlannedTrial trial = search.next(i, observed, List.of(), 6.1).orElseThrow();
            double seconds = 5;
            if (trial.algorithm() == Algorithm.LIGHTGBM) {
                double rate = (double) trial.parameters().get("learning_rate");
                assertThat(rate).isGreaterThan(0.049);
                seconds = 10 * 0.05 / rate;
            }
            observed.add(new Observed(trial, 0.5, seconds, false));
        }
        assertThat(observed.stream().filter(one -> one.trial().algorithm() == Algorithm.LIGHTGBM))
                .hasSizeGreaterThan(2);
    }

    private static Observed took(
            Algorithm algorithm, Map<String, Object> parameters, double seconds, boolean truncated) {
        return new Observed(TestJob.planned(0, algorithm, parameters), 0.9, seconds, truncated);
    }
}
