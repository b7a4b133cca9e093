package dev.atelier.walk;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until an answer is as it should be: resources are made and removed in the background. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Waiting() {}

    static <T> T until(String what, Duration limit, Supplier<T> question, Predicate<T> enough) {
        long deadline = System.nanoTime() + limit.toNanos();
        T answer = question.get();
        while (!enough.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new StepFailedException(
                        what + " did not come within " + limit.toSeconds() + " s; last seen: " + answer);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StepFailedException("interrupted", e);
            }
            answer = question.get();
        }
        return answer;
    }
}
