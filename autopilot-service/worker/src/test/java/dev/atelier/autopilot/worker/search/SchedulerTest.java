package dev.atelier.autopilot.worker.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.job.TrialResult.FoldValue;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final double PLENTY = 1e6;
    private static final List<PlannedTrial> PORTFOLIO = List.of(
            TestJob.planned(0, Algorithm.LINEAR, Map.of()),
            TestJob.planned(1, Algorithm.LIGHTGBM, Map.of()),
            TestJob.planned(2, Algorithm.LIGHTGBM, Map.of("num_leaves", 63)),
            TestJob.planned(3, Algorithm.LINEAR, Map.of("l1_ratio", 0.5)));

    @Test
    void searchesWithAllLearnersWhenThePortfolioIsDone() throws InterruptedException {
        Scheduler scheduler = scheduler(60, true);
        List<PlannedTrial> run = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            PlannedTrial trial = scheduler.next(PLENTY, PLENTY).orElseThrow();
            run.add(trial);
            scheduler.finished(trial, result(trial, 0.8 + 0.001 * (i % 7), 10));
        }

        assertThat(run.subList(0, 4)).isEqualTo(PORTFOLIO);
        assertThat(run.subList(4, 60))
                .allSatisfy(trial -> assertThat(trial.name()).startsWith(LocalSearch.PREFIX));
        Set<Algorithm> searched = EnumSet.noneOf(Algorithm.class);
        run.subList(4, 60).forEach(trial -> searched.add(trial.algorithm()));
        assertThat(searched)
                .as("those that have something to search")
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Algorithm.LINEAR, Algorithm.K_NEIGHBORS)));
        assertThat(run).extracting(PlannedTrial::name).doesNotHaveDuplicates();
        assertThat(scheduler.next(PLENTY, PLENTY))
                .as("the greatest number of candidates")
                .isEmpty();
    }

    @Test
    void searchesRatherWithLearnersThatAreAhead() throws InterruptedException {
        Scheduler scheduler = scheduler(80, true);
        Map<Algorithm, Integer> times = new EnumMap<>(Algorithm.class);
        for (int i = 0; i < 80; i++) {
            PlannedTrial trial = scheduler.next(PLENTY, PLENTY).orElseThrow();
            double value = switch (trial.algorithm()) {
                case LIGHTGBM, XGBOOST -> 0.93;
                case OBLIVIOUS_TREES, MLP -> 0.925;
                case LINEAR -> 0.8;
                default -> 0.91;
            };
            scheduler.finished(trial, result(trial, value, 10));
            times.merge(trial.algorithm(), 1, Integer::sum);
        }

        assertThat(times.get(Algorithm.XGBOOST)).isGreaterThan(3 * times.get(Algorithm.EXTRA_TREES));
        assertThat(times.get(Algorithm.MLP)).isGreaterThan(times.get(Algorithm.EXTRA_TREES));
    }

    @Test
    void lanesThatWaitForResultsKeepToTheGreatestNumberOfCandidates() throws Exception {
        Scheduler scheduler = scheduler(PORTFOLIO.size() + 1, false);
        for (int i = 0; i < PORTFOLIO.size(); i++) {
            assertThat(scheduler.next(PLENTY, PLENTY)).isPresent();
        }
        try (ExecutorService lanes = Executors.newFixedThreadPool(2)) {
            Future<Optional<PlannedTrial>> one = lanes.submit(() -> scheduler.next(PLENTY, PLENTY));
            Future<Optional<PlannedTrial>> other = lanes.submit(() -> scheduler.next(PLENTY, PLENTY));
            await("one lane has nothing to do").until(() -> one.isDone() || other.isDone());
            PORTFOLIO.forEach(trial -> scheduler.finished(trial, result(trial, 0.8, 1)));

            assertThat(List.of(one.get(), other.get()).stream().flatMap(Optional::stream))
                    .hasSize(1);
        }
    }

    @Test
    void leavesOutWhatWouldGetTooLittleOfItsTime() throws InterruptedException {
        Scheduler scheduler = scheduler(60, true);
        for (int i = 0; i < 2; i++) {
            PlannedTrial trial = scheduler.next(PLENTY, PLENTY).orElseThrow();
            scheduler.finished(trial, result(trial, 0.8, i == 0 ? 1 : 100));
        }

        assertThat(scheduler.next(20, 20.0))
                .as("the linear one after it still fits")
                .contains(PORTFOLIO.get(3));
        assertThat(scheduler.skipped()).containsExactly(PORTFOLIO.get(2));
        assertThat(scheduler.next(1, 1.0)).isEmpty();
    }

    @Test
    void putsOffDearTrialsOfAnAlgorithmThatIsBehind() throws InterruptedException {
        Scheduler scheduler = scheduler(60, true);
        for (int i = 0; i < 2; i++) {
            PlannedTrial trial = scheduler.next(PLENTY, PLENTY).orElseThrow();
            scheduler.finished(trial, result(trial, i == 0 ? 0.9 : 0.8, i == 0 ? 1 : 100));
        }

        assertThat(scheduler.next(500, 500.0)).as("the cheap one first").contains(PORTFOLIO.get(3));
        assertThat(scheduler.next(500, 500.0)).contains(PORTFOLIO.get(2));
        assertThat(scheduler.skipped()).isEmpty();
    }

    @Test
    void leavesOutBoostingThatWouldHardlyBeginAndSearchesInstead() throws InterruptedException {
        PlannedTrial quick = TestJob.planned(0, Algorithm.LIGHTGBM, Map.of("learning_rate", 0.1));
        PlannedTrial slow = TestJob.planned(1, Algorithm.LIGHTGBM, Map.of("learning_rate", 0.01));
        Scheduler scheduler = scheduler(List.of(quick, slow), 60, true);
        scheduler.next(PLENTY, PLENTY);
        scheduler.finished(quick, result(quick, 0.8, 10));

        PlannedTrial next = scheduler.next(100, 50.0).orElseThrow();

        assertThat(scheduler.skipped())
                .as("a tenth of the rate takes ten times as long")
                .containsExactly(slow);
        assertThat(next.name()).startsWith(LocalSearch.PREFIX);
    }

    @Test
    void startsAgainWithWhatItTakesOver() throws InterruptedException {
        Scheduler scheduler = scheduler(4, false);
        scheduler.adopt(PORTFOLIO.get(0), result(PORTFOLIO.get(0), 0.7, 1));
        scheduler.adopt(PORTFOLIO.get(1), null);

        assertThat(scheduler.next(PLENTY, PLENTY)).contains(PORTFOLIO.get(2));
        assertThat(scheduler.next(PLENTY, PLENTY)).contains(PORTFOLIO.get(3));
        assertThat(scheduler.next(PLENTY, PLENTY)).isEmpty();
        assertThat(scheduler.finishedTrials()).isOne();
        assertThat(scheduler.failedTrials()).isOne();
        assertThat(scheduler.all().trials()).isEqualTo(PORTFOLIO);
    }

    @Test
    void withoutALimitOfTimeLearningRatesPlayNoPartInWhatIsSearchedNext() throws InterruptedException {
        assertThat(searched(0.001)).isEqualTo(searched(0.5));
    }

    /** Which algorithms are searched when the best boosting so far has a rate, that of all others is usual. */
    private static List<Algorithm> searched(double rate) throws InterruptedException {
        List<PlannedTrial> portfolio = List.of(
                TestJob.planned(0, Algorithm.LIGHTGBM, Map.of("learning_rate", rate)),
                TestJob.planned(1, Algorithm.LIGHTGBM, Map.of()),
                TestJob.planned(2, Algorithm.LIGHTGBM, Map.of()),
                TestJob.planned(3, Algorithm.EXTRA_TREES, Map.of()));
        Scheduler scheduler = scheduler(portfolio, 24, false);
        List<Algorithm> searched = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            PlannedTrial trial = scheduler.next(PLENTY, null).orElseThrow();
            searched.add(trial.algorithm());
            scheduler.finished(trial, result(trial, i == 0 ? 0.9 : 0.8, 1));
        }
        return searched;
    }

    @Test
    void tellsOfTrialsThatTimeEndedHowFarTheyGot() throws InterruptedException {
        Scheduler scheduler = scheduler(60, true);
        scheduler.next(PLENTY, PLENTY);
        scheduler.next(PLENTY, PLENTY);
        scheduler.finished(PORTFOLIO.get(0), result(PORTFOLIO.get(0), 0.7, 1));
        List<FoldValue> folds =
                List.of(new FoldValue(0, 1, 17, true, null, Map.of()), new FoldValue(1, 1, 23, false, null, Map.of()));
        scheduler.finished(PORTFOLIO.get(1), result(PORTFOLIO.get(1), 0.8, 1, folds));

        List<PlannedTrial> all = scheduler.all().trials();

        assertThat(all).hasSameSizeAs(PORTFOLIO).contains(PORTFOLIO.get(0), PORTFOLIO.get(2), PORTFOLIO.get(3));
        assertThat(all.get(1).parameters()).containsEntry(Replay.FOLD_ROUNDS, List.of(17, 23));
    }

    private static Scheduler scheduler(int most, boolean timed) {
        return scheduler(PORTFOLIO, most, timed);
    }

    private static Scheduler scheduler(List<PlannedTrial> portfolio, int most, boolean timed) {
        return new Scheduler(
                new Plan(1, portfolio),
                new LocalSearch(ProblemType.BINARY_CLASSIFICATION, 5_000, 3),
                Metric.AUC,
                most,
                timed);
    }

    private static TrialResult result(PlannedTrial trial, double value, double seconds) {
        return result(trial, value, seconds, List.of());
    }

    private static TrialResult result(PlannedTrial trial, double value, double seconds, List<FoldValue> folds) {
        return new TrialResult(
                1,
                trial.trial(),
                trial.name(),
                trial.algorithm().label(),
                trial.description(),
                ProblemType.BINARY_CLASSIFICATION,
                "AUC",
                "maximize",
                value,
                0,
                List.of(),
                null,
                null,
                folds,
                null,
                folds.stream().anyMatch(FoldValue::truncated),
                null,
                seconds,
                1,
                1,
                "",
                "");
    }
}
