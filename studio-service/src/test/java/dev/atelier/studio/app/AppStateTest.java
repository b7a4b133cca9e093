package dev.atelier.studio.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppStateTest {
    private static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant T1 = T0.plusSeconds(3600);

    @Test
    void anAppThatWasInServiceRemembersSinceWhen() {
        AppState.Deleted deleted =
                new AppState.Pending().inService(T0).delete(null).deleted(T1);

        assertThat(deleted.inServiceTime()).isEqualTo(T0);
        assertThat(deleted.endTime()).isEqualTo(T1);
        assertThat(new AppState.Pending().delete(null).deleted(T1).inServiceTime())
                .isNull();
    }

    @Test
    void onlyAnAppThatHasNotEndedHoldsItsPlace() {
        assertThat(new AppState.Pending().live()).isTrue();
        assertThat(new AppState.Pending().inService(T0).live()).isTrue();
        assertThat(new AppState.Pending().delete(null).live()).isTrue();
        assertThat(new AppState.Pending().delete(null).deleted(T0).live()).isFalse();
        assertThat(new AppState.Pending().fail("late", T0).live()).isFalse();
    }

    @Test
    void everyStateIsReadBackAsItWasWritten() {
        for (AppState state : List.of(
                new AppState.Pending(),
                new AppState.InService(T0),
                new AppState.Deleting(null, null),
                new AppState.Deleting(T0, "unused"),
                new AppState.Deleted(T0, T1, "unused"),
                new AppState.Failed(null, T1, "late"))) {
            assertThat(AppState.of(
                            state.status(),
                            state.inServiceTime(),
                            state.endTime(),
                            state.failureReason(),
                            state.endReason()))
                    .isEqualTo(state);
        }
    }
}
