package dev.atelier.studio.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceStateTest {
    private static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant T1 = T0.plusSeconds(3600);

    @Test
    void anIntervalIsFromRunningToTheEndOfTheLastApp() {
        InstanceState.Stopped stopped =
                new InstanceState.Pending().running(T0).stop(T1).stopped();

        assertThat(stopped.startTime()).isEqualTo(T0);
        assertThat(stopped.endTime()).isEqualTo(T1);
    }

    @Test
    void whatNeverRanHasNoInterval() {
        assertThat(new InstanceState.Pending().stop(T1).startTime()).isNull();
        assertThat(new InstanceState.Pending().fail("no room", T1).startTime()).isNull();
    }

    @Test
    void aClockThatGoesBackMakesNoNegativeInterval() {
        assertThat(new InstanceState.Running(T1).stop(T0).endTime()).isEqualTo(T1);
        assertThat(new InstanceState.Running(T1).fail("gone", T0).endTime()).isEqualTo(T1);
    }

    @Test
    void everyStateIsReadBackAsItWasWritten() {
        for (InstanceState state : List.of(
                new InstanceState.Pending(),
                new InstanceState.Running(T0),
                new InstanceState.Stopping(null, T1),
                new InstanceState.Stopping(T0, T1),
                new InstanceState.Stopped(T0, T1),
                new InstanceState.Failed(T0, T1, "gone"))) {
            assertThat(InstanceState.of(state.status(), state.startTime(), state.endTime(), state.failureReason()))
                    .isEqualTo(state);
        }
        assertThatThrownBy(() -> InstanceState.of("Running", null, null, null))
                .isInstanceOf(IllegalStateException.class);
    }
}
