package dev.atelier.platform.outbox;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.v1.RecordHeartbeatRequest;
import dev.atelier.billing.v1.RecordUsageRequest;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageServiceGrpc;
import dev.atelier.billing.v1.UsageSourceServiceGrpc;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Billing's door for usage events, as the gRPC client {@code billing} reaches it. */
@ApplicationScoped
public class BillingUsage {
    private final Channel channel;

    @Inject
    public BillingUsage(@GrpcClient("billing") Channel channel) {
        this.channel = channel;
    }

    /** Sends the events in one stream and waits until billing has them for good. */
    RecordUsageResponse record(List<UsageEvent> events, Duration timeout) {
        CompletableFuture<RecordUsageResponse> answer = new CompletableFuture<>();
        StreamObserver<RecordUsageRequest> stream = UsageServiceGrpc.newStub(channel)
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recordUsage(observer(answer));
        events.forEach(event ->
                stream.onNext(RecordUsageRequest.newBuilder().setEvent(event).build()));
        stream.onCompleted();
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw GrpcErrors.toAtelier(e.getCause());
        } catch (TimeoutException e) {
            throw AtelierException.unavailable("Billing does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AtelierException.unavailable("Interrupted while waiting for billing.", e);
        }
    }

    /** Tells billing that a source of usage lives. */
    void heartbeat(String source, Duration timeout) {
        try {
            UsageSourceServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .recordHeartbeat(RecordHeartbeatRequest.newBuilder()
                            .setSource(source)
                            .build());
        } catch (StatusRuntimeException e) {
            throw GrpcErrors.toAtelier(e);
        }
    }

    private static StreamObserver<RecordUsageResponse> observer(CompletableFuture<RecordUsageResponse> answer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(RecordUsageResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable thrown) {
                answer.completeExceptionally(thrown);
            }

            @Override
            public void onCompleted() {
                answer.completeExceptionally(new IllegalStateException("Billing ended the stream without an answer"));
            }
        };
    }
}
