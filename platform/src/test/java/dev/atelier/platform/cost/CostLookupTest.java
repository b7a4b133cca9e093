package dev.atelier.platform.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.billing.v1.CostSubject;
import dev.atelier.billing.v1.GetResourceCostsRequest;
import dev.atelier.billing.v1.GetResourceCostsResponse;
import dev.atelier.billing.v1.ResourceCost;
import dev.atelier.billing.v1.ResourceCostServiceGrpc;
import dev.atelier.common.v1.Money;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CostLookupTest {
    private final Billing billing = new Billing();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000); // it wraps, as System.nanoTime() may
    private Server server;
    private ManagedChannel channel;
    private CostLookup lookup;

    @BeforeEach
    void start() throws IOException {
        server = ServerBuilder.forPort(0).addService(billing).build().start();
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
        lookup = new CostLookup(channel, nanos::get);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void aPageIsOneCallAndIsKeptForAMoment() {
        List<CostSubject> page = IntStream.range(0, 100)
                .mapToObj(i -> CostSubject.newBuilder().setResourceId("i-" + i).build())
                .toList();
        assertThat(lookup.of(page)).hasSize(100);
        assertThat(lookup.of(page).get(page.get(7)).getCostSoFar().getAmount()).isEqualTo("7");
        assertThat(billing.calls).containsExactly(100);
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        lookup.of(page.subList(0, 2));
        assertThat(billing.calls).containsExactly(100, 2);
    }

    @Test
    void nothingIsKnownAndNobodyWaitsWhileBillingIsAway() {
        List<CostSubject> page =
                List.of(CostSubject.newBuilder().setResourceId("i-1").build());
        billing.away = true;
        assertThat(lookup.of(page)).isEmpty();
        assertThat(lookup.of(page)).isEmpty();
        assertThat(billing.calls).as("one call found out").hasSize(1);
        billing.away = false;
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(lookup.of(page)).hasSize(1);
    }

    /** Each "i-n" has cost n. */
    private static final class Billing extends ResourceCostServiceGrpc.ResourceCostServiceImplBase {
        private final List<Integer> calls = new CopyOnWriteArrayList<>();
        private volatile boolean away;

        @Override
        public void getResourceCosts(
                GetResourceCostsRequest request, StreamObserver<GetResourceCostsResponse> responses) {
            calls.add(request.getSubjectsCount());
            if (away) {
                responses.onError(Status.UNAVAILABLE.asRuntimeException());
                return;
            }
            GetResourceCostsResponse.Builder answer = GetResourceCostsResponse.newBuilder();
            for (CostSubject subject : request.getSubjectsList()) {
                answer.addCosts(ResourceCost.newBuilder()
                        .setCostSoFar(Money.newBuilder()
                                .setAmount(subject.getResourceId().substring(2))
                                .setCurrency("USD")));
            }
            responses.onNext(answer.build());
            responses.onCompleted();
        }
    }
}
