package dev.atelier.bench.billing;

import dev.atelier.bench.BenchException;
import dev.atelier.billing.v1.CheckLedgerRequest;
import dev.atelier.billing.v1.CheckLedgerResponse;
import dev.atelier.billing.v1.CostServiceGrpc;
import dev.atelier.billing.v1.LedgerIntegrityServiceGrpc;
import dev.atelier.billing.v1.RecordUsageRequest;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Billing's contract as a program uses it. */
final class BillingClient implements AutoCloseable {
    private static final long STREAM_SECONDS = 120;
    private static final int EVENTS_PER_MESSAGE = 250;
    private static final long CHECK_MINUTES = 30;
    /** A snapshot of ten thousand meters is larger than the usual limit. */
    private static final int MAX_MESSAGE = 64 << 20;

    private final ManagedChannel channel;
    private final Metadata headers = new Metadata();

    BillingClient(URI service, String token) {
        channel = ManagedChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE)
                .build();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }

    /** Sends events in one stream, as fast as they are taken; returns when all are durable. */
    RecordUsageResponse record(List<UsageEvent> events) throws InterruptedException {
        Recording recording = new Recording(events.iterator());
        UsageServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(STREAM_SECONDS, TimeUnit.SECONDS)
                .withWaitForReady()
                .recordUsage(recording);
        try {
            return recording.answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new BenchException("Recording failed", e);
        }
    }

    CostServiceGrpc.CostServiceBlockingStub costs() {
        return CostServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    CheckLedgerResponse check() {
        return LedgerIntegrityServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(CHECK_MINUTES, TimeUnit.MINUTES)
                .withWaitForReady()
                .checkLedger(CheckLedgerRequest.getDefaultInstance());
    }

    /** Looks for the service again at once, after it was away. */
    void reconnect() {
        channel.resetConnectBackoff();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static final class Recording implements ClientResponseObserver<RecordUsageRequest, RecordUsageResponse> {
        private final Iterator<UsageEvent> events;
        private final CompletableFuture<RecordUsageResponse> answer = new CompletableFuture<>();

        Recording(Iterator<UsageEvent> events) {
            this.events = events;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<RecordUsageRequest> stream) {
            stream.setOnReadyHandler(() -> {
                while (stream.isReady() && events.hasNext()) {
                    RecordUsageRequest.Builder message = RecordUsageRequest.newBuilder();
                    while (events.hasNext() && message.getEventsCount() < EVENTS_PER_MESSAGE) {
                        message.addEvents(events.next());
                    }
                    stream.onNext(message.build());
                    if (!events.hasNext()) {
                        stream.onCompleted();
                    }
                }
            });
        }

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
    }
}
