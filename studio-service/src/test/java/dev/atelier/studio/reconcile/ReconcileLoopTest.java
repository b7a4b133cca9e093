package dev.atelier.studio.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.store.AfterCommit;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ReconcileLoopTest {
    private final AtomicInteger passes = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

    @Test
    void anErrorInAPassEndsNeitherTheLoopNorTheOtherPasses() throws InterruptedException {
        Reconciler broken = () -> {
            passes.incrementAndGet();
            throw new NoClassDefFoundError("of a class that is not there");
        };
        Reconciler sound = () -> {
            others.incrementAndGet();
            return true;
        };
        ReconcileLoop loop = new ReconcileLoop(List.of(broken, sound), none());

        loop.start(new StartupEvent());
        try {
            await().untilAsserted(() -> {
                assertThat(passes).hasValueGreaterThan(2);
                assertThat(others).hasValueGreaterThan(2);
            });
            assertThat(new LoopLiveness(loop).call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            assertThat(loop.sinceLastLook()).isLessThan(Duration.ofMinutes(1));
        } finally {
            loop.stop(new ShutdownEvent());
        }
    }

    @Test
    void aPassThatFailsHasNothingUnderWay() {
        assertThat(Passes.run("A pass", () -> true)).isTrue();
        assertThat(Passes.run("A pass", () -> {
                    throw new OutOfMemoryError("of a test");
                }))
                .isFalse();
    }

    @SuppressWarnings("NullAway")
    private static AfterCommit none() {
        return null;
    }
}
