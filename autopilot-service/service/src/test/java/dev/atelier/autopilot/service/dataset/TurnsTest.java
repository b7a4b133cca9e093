package dev.atelier.autopilot.service.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void letsNoMoreGoOnThanMay() {
        Turns turns = new Turns(1, Duration.ofMillis(1));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> turns.take(() -> {
            begun.countDown();
            await(end);
            return "first";
        }));
        await(begun);

        assertThatExceptionOfType(AtelierException.class)
                .isThrownBy(() -> turns.take(() -> "second"))
                .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE));

        end.countDown();
        assertThat(first.join()).isEqualTo("first");
        assertThat(turns.<String>take(() -> "third")).isEqualTo("third");
    }

    @Test
    void goesOnAfterWhatFailed() {
        Turns turns = new Turns(1, Duration.ofSeconds(10));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> turns.take(() -> {
                    throw new IllegalStateException("broken");
                }));

        assertThat(turns.<String>take(() -> "next")).isEqualTo("next");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
