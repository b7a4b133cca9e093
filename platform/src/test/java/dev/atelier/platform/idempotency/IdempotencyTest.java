package dev.atelier.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.platform.support.BillingServer;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(BillingServer.class)
class IdempotencyTest {
    private static final Caller ANN = Caller.member("d-1", "ann");
    private static final Caller BOB = Caller.member("d-1", "bob");

    record Request(String name, @Nullable Integer size) {}

    record Answer(String id, Duration life) {}

    @Inject
    Idempotency idempotency;

    private final AtomicInteger effects = new AtomicInteger();
    private final String key = UUID.randomUUID().toString();

    private Answer once(Caller caller, @Nullable String withKey, Request request) {
        return once(caller, withKey, request, this::effect);
    }

    private Answer once(Caller caller, @Nullable String withKey, Request request, Supplier<Answer> effect) {
        return QuarkusTransaction.requiringNew()
                .call(() -> idempotency.once(caller, "CreateThing", withKey, request, Answer.class, effect));
    }

    private Answer effect() {
        return new Answer("t-" + effects.incrementAndGet(), Duration.ofMinutes(30));
    }

    @Test
    void replaysTheAnswer() {
        Answer first = once(ANN, key, new Request("n", 1));
        assertThat(once(ANN, key, new Request("n", 1))).isEqualTo(first);
        assertThat(effects).hasValue(1);
    }

    @Test
    void refusesAnotherRequestUnderTheSameKey() {
        once(ANN, key, new Request("n", 1));
        AtelierException refused =
                catchThrowableOfType(AtelierException.class, () -> once(ANN, key, new Request("n", 2)));
        assertThat(refused.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(effects).hasValue(1);
    }

    @Test
    void keepsCallersApart() {
        once(ANN, key, new Request("n", 1));
        once(BOB, key, new Request("n", 2));
        assertThat(effects).hasValue(2);
    }

    @Test
    void runsEveryTimeWithoutAKey() {
        once(ANN, null, new Request("n", null));
        once(ANN, null, new Request("n", null));
        assertThat(effects).hasValue(2);
    }

    @Test
    void forgetsTheKeyWhenTheEffectRollsBack() {
        assertThatThrownBy(() -> once(ANN, key, new Request("n", 1), () -> {
                    effect();
                    throw AtelierException.conflict("not now");
                }))
                .isInstanceOf(AtelierException.class);
        assertThat(once(ANN, key, new Request("n", 1)).id()).isEqualTo("t-2");
    }

    @Test
    void runsOnceUnderParallelRequests() throws Exception {
        int parallel = 8;
        CyclicBarrier start = new CyclicBarrier(parallel);
        Callable<Answer> request = () -> {
            start.await();
            return once(ANN, key, new Request("n", 1));
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, parallel)
                    .mapToObj(_ -> threads.submit(request))
                    .toList();
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().id()).isEqualTo("t-1");
            }
        }
        assertThat(effects).hasValue(1);
    }

    @Test
    void refusesAnOddKey() {
        AtelierException refused =
                catchThrowableOfType(AtelierException.class, () -> once(ANN, "a b", new Request("n", 1)));
        assertThat(refused.violations().getFirst().field()).isEqualTo("Idempotency-Key");
    }

    @Test
    void needsATransaction() {
        assertThatThrownBy(() ->
                        idempotency.once(ANN, "CreateThing", key, new Request("n", 1), Answer.class, this::effect))
                .hasMessageContaining("ransaction");
    }
}
