package dev.atelier.studio.idle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.kernel.ExecutionState;
import dev.atelier.studio.kernel.KernelActivity.Activity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");

    private final Restarts restarts = new Restarts();

    @Test
    void aRestartCountsFromWhenItWasFirstSeenWhateverItsClientsSay() {
        restarts.seen(List.of(kernel("k", ExecutionState.RESTARTING, T0.minusSeconds(3600))), T0);
        Activity asked = kernel("k", ExecutionState.RESTARTING, T0.plusSeconds(200));

        restarts.seen(List.of(asked), T0.plusSeconds(240));

        assertThat(restarts.since(asked, T0.plusSeconds(240))).isEqualTo(T0);
    }

    @Test
    void oneThatCameBackCountsAnew() {
        restarts.seen(List.of(kernel("k", ExecutionState.RESTARTING, T0)), T0);
        restarts.seen(List.of(kernel("k", ExecutionState.IDLE, T0)), T0.plusSeconds(60));
        Activity again = kernel("k", ExecutionState.RESTARTING, T0);

        restarts.seen(List.of(again), T0.plusSeconds(120));

        assertThat(restarts.since(again, T0.plusSeconds(120))).isEqualTo(T0.plusSeconds(120));
    }

    @Test
    void oneThatNoLookSawIsNew() {
        Activity kernel = kernel("k", ExecutionState.RESTARTING, T0.minusSeconds(3600));

        assertThat(restarts.since(kernel, T0)).isEqualTo(T0);
    }

    private static Activity kernel(String id, ExecutionState state, Instant since) {
        return new Activity(id, "app-1", state, since);
    }
}
