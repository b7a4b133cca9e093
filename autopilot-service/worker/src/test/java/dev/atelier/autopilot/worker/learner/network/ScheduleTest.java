package dev.atelier.autopilot.worker.learner.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 17, 30})
    void comesAgainFromTheNumberOfPasses(int hurryAt) {
        Schedule free = new Schedule(0.01, 100);
        List<double[]> rates = run(free, hurryAt);
        Schedule bound = new Schedule(0.01, free.end());

        assertThat(run(bound, Integer.MAX_VALUE)).usingRecursiveComparison().isEqualTo(rates);
        assertThat(bound.end()).isEqualTo(free.end());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 100})
    void endsAtItsLimitWithNoRateLeft(int limit) {
        List<double[]> rates = run(new Schedule(0.01, limit), Integer.MAX_VALUE);

        assertThat(rates).hasSize(limit);
        assertThat(rates.getLast()[3]).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-12));
    }

    private static List<double[]> run(Schedule schedule, int hurryAt) {
        List<double[]> rates = new ArrayList<>();
        for (int pass = 0; pass < schedule.end(); pass++) {
            schedule.before(pass, pass >= hurryAt);
            if (pass < schedule.end()) {
                rates.add(schedule.rates(pass, 4));
            }
        }
        return rates;
    }
}
