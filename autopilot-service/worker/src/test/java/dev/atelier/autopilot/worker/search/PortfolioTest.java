package dev.atelier.autopilot.worker.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortfolioTest {

    @Test
    void beginsWithDifferentLearnersFromCheapToDear() {
        Plan plan = Portfolio.plan(ProblemType.BINARY_CLASSIFICATION, 50_000, false, null);

        assertThat(plan.trials())
                .extracting(PlannedTrial::name)
                .startsWith(
                        "linear-default",
                        "lightgbm-default",
                        "xgboost-default",
                        "oblivious-default",
                        "extra-trees-gini",
                        "mlp-periodic",
                        "lightgbm-large",
                        "oblivious-prep",
                        "mlp-r37")
                .doesNotHaveDuplicates();
        assertThat(plan.trials().getFirst().algorithm()).isEqualTo(Algorithm.LINEAR);
        assertThat(plan.trials())
                .allSatisfy(trial -> assertThat(trial.description()).isNotBlank());
    }

    @Test
    void hasLogarithmicLossesForSkewedValuesOnly() {
        Plan plan = Portfolio.plan(ProblemType.REGRESSION, 1_000, true, null);
        Plan even = Portfolio.plan(ProblemType.REGRESSION, 50_000, false, null);

        assertThat(plan.trials().subList(0, 10))
                .filteredOn(trial -> trial.parameters().containsKey("loss"))
                .extracting(PlannedTrial::algorithm)
                .contains(Algorithm.LIGHTGBM, Algorithm.XGBOOST, Algorithm.MLP);
        assertThat(plan.trials()).hasSize(18);
        assertThat(even.trials()).noneMatch(trial -> trial.parameters().containsKey("loss"));
    }

    @Test
    void bendsLinearModelsWhereTheirColumnsCanBeHeld() {
        assertThat(Portfolio.plan(ProblemType.REGRESSION, 100_000, false, null).trials())
                .extracting(PlannedTrial::name)
                .contains("linear-quadratic");
        assertThat(Portfolio.plan(ProblemType.REGRESSION, 100_001, true, null).trials())
                .noneMatch(trial -> trial.parameters().containsKey("degree"));
    }

    @Test
    void comparesRowsWithEachOtherWhereThereAreFewEnough() {
        assertThat(Portfolio.plan(ProblemType.REGRESSION, 15_000, false, null).trials())
                .extracting(PlannedTrial::algorithm)
                .contains(Algorithm.K_NEIGHBORS);
        assertThat(Portfolio.plan(ProblemType.REGRESSION, 15_001, false, null).trials())
                .extracting(PlannedTrial::algorithm)
                .doesNotContain(Algorithm.K_NEIGHBORS);
    }

    @ParameterizedTest
    @CsvSource({"100, 0, 5", "101, 0, 9", "2500, 0, 18", "2500, 3, 3", "1000, 99, 18"})
    void isAsLongAsTheRowsAndTheRequestAllow(int rows, int maxCandidates, int expected) {
        assertThat(Portfolio.plan(ProblemType.REGRESSION, rows, false, maxCandidates)
                        .trials())
                .hasSize(expected);
    }
}
