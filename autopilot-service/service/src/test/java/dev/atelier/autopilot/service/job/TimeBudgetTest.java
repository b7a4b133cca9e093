package dev.atelier.autopilot.service.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeBudgetTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void withoutLimitsNothingEnds() {
        TimeBudget budget = new TimeBudget(START, JobLimits.NONE);
        Instant later = START.plus(Duration.ofDays(100));

        assertThat(budget.end()).isNull();
        assertThat(budget.over(later)).isFalse();
        assertThat(budget.trialsOver(later)).isFalse();
        assertThat(budget.left(later)).isNull();
        assertThat(budget.trainingLimit(later)).isNull();
        assertThat(budget.worthStarting(later)).isTrue();
    }

    @Test
    void keepsTheLastPartForTheEnsemble() {
        TimeBudget budget = limited(Duration.ofMinutes(2), null);

        assertThat(budget.end()).isEqualTo(START.plusSeconds(120));
        assertThat(budget.trialsEnd()).isEqualTo(START.plusMillis(110_400));
        assertThat(limited(Duration.ofSeconds(12), null).trialsEnd()).isEqualTo(START.plusSeconds(8));
        assertThat(limited(Duration.ofHours(10), null).trialsEnd())
                .isEqualTo(START.plus(Duration.ofHours(10)).minusSeconds(60));
    }

    @Test
    void endsTrainingBeforeItsPartIsOver() {
        TimeBudget budget = limited(Duration.ofMinutes(2), Duration.ofSeconds(30));

        assertThat(budget.trainingLimit(START)).isEqualTo(Duration.ofMillis(109_400));
        assertThat(budget.trainingLimit(START.plusSeconds(100))).isEqualTo(Duration.ofMillis(9_400));
        assertThat(budget.worthStarting(START.plusSeconds(105))).isTrue();
        assertThat(budget.worthStarting(START.plusSeconds(108))).isFalse();
    }

    @Test
    void knowsWhenItIsOver() {
        TimeBudget budget = limited(Duration.ofMinutes(2), null);

        assertThat(budget.over(START.plusMillis(119_999))).isFalse();
        assertThat(budget.over(START.plusSeconds(120))).isTrue();
        assertThat(budget.left(START.plusSeconds(90))).isEqualTo(Duration.ofSeconds(30));
        assertThat(budget.left(START.plusSeconds(190))).isZero();
    }

    @Test
    void explainsInTheTimeThatIsLeftBeforeTheReports() {
        TimeBudget budget = limited(Duration.ofMinutes(2), null);

        assertThat(new TimeBudget(START, JobLimits.NONE).explanationLimit(START.plus(Duration.ofDays(100))))
                .contains(Duration.ofSeconds(60));
        assertThat(budget.explanationLimit(START.plusSeconds(20))).contains(Duration.ofSeconds(60));
        assertThat(budget.explanationLimit(START.plusSeconds(110))).contains(Duration.ofSeconds(5));
        assertThat(budget.explanationLimit(START.plusSeconds(115))).isEmpty();
        assertThat(budget.explanationOver(START.plusSeconds(115))).isFalse();
        assertThat(budget.explanationOver(START.plusSeconds(116))).isTrue();
    }

    private static TimeBudget limited(@Nullable Duration whole, @Nullable Duration trial) {
        return new TimeBudget(START, new JobLimits(null, whole, trial));
    }
}
