package dev.atelier.billing;

import dev.atelier.billing.v1.CostServiceGrpc;
import dev.atelier.billing.v1.EstimateServiceGrpc;
import dev.atelier.billing.v1.PriceServiceGrpc;
import dev.atelier.billing.v1.RecordUsageRequest;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** billing.v1 as a program that knows nothing but the contract uses it. */
public final class GrpcClient implements AutoCloseable {
    private static final long SECONDS = 20;

    private final ManagedChannel channel;
    private final Metadata headers = new Metadata();

    public GrpcClient(URI service, String token) {
        channel = ManagedChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .build();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }

    public CostServiceGrpc.CostServiceBlockingStub costs() {
        return CostServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    public EstimateServiceGrpc.EstimateServiceBlockingStub estimates() {
        return EstimateServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    public PriceServiceGrpc.PriceServiceBlockingStub prices() {
        return PriceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    /** A stub of any other service of the contract, with the token and the deadline. */
    public <T extends io.grpc.stub.AbstractStub<T>> T stub(java.util.function.Function<io.grpc.Channel, T> maker) {
        return maker.apply(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    /** Looks for the service again at once, after it was away. */
    public void reconnect() {
        channel.resetConnectBackoff();
    }

    /** Sends all events in one stream, waiting for a service that is away; throws what gRPC answers. */
    public RecordUsageResponse record(List<UsageEvent> events) {
        return record(events.stream()
                .map(event -> RecordUsageRequest.newBuilder().setEvent(event).build()));
    }

    /** Sends all events in one message. */
    public RecordUsageResponse recordTogether(List<UsageEvent> events) {
        return record(
                Stream.of(RecordUsageRequest.newBuilder().addAllEvents(events).build()));
    }

    private RecordUsageResponse record(Stream<RecordUsageRequest> messages) {
        CompletableFuture<RecordUsageResponse> answer = new CompletableFuture<>();
        StreamObserver<RecordUsageRequest> stream = UsageServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .withWaitForReady()
                .recordUsage(new StreamObserver<>() {
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
                        answer.completeExceptionally(new IllegalStateException("No answer"));
                    }
                });
        messages.forEach(stream::onNext);
        stream.onCompleted();
        try {
            // longer than the deadline, so that it is gRPC that says that the time is over
            return answer.get(2 * SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
