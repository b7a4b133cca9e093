package dev.atelier.billing.meter.grpc;

import dev.atelier.api.identity.Caller;
import dev.atelier.billing.BillingConfig;
import dev.atelier.billing.meter.Receipt;
import dev.atelier.billing.meter.UsageEventDraft;
import dev.atelier.billing.meter.UsageRecorder;
import dev.atelier.billing.v1.RecordUsageRequest;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageServiceGrpc;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code atelier.billing.v1.UsageService}. The stream is written in batches, one transaction each, as it arrives, and the
 * next message is only asked for when the last one was dealt with. Batches are large, because a start and an end of one
 * transaction cost half of what they cost in two; the more streams are open, the smaller they are, so that what waits in
 * memory is bounded. The first wrong event ends the stream with
 * {@code INVALID_ARGUMENT}: the batches before it are durable, its own batch is not applied; a client may send
 * everything again, because what is there already has no effect.
 */
@GrpcService
@Blocking
public class UsageGrpc extends UsageServiceGrpc.UsageServiceImplBase {
    /** As small as a batch becomes for others' sake. */
    private static final int SMALL_BATCH = 1_000;

    private final UsageRecorder recorder;
    private final CallerContext callers;
    private final int batchSize;
    private final AtomicInteger open = new AtomicInteger();

    UsageGrpc(UsageRecorder recorder, CallerContext callers, BillingConfig config) {
        this.recorder = recorder;
        this.callers = callers;
        this.batchSize = config.usage().batchSize();
    }

    @Override
    public StreamObserver<RecordUsageRequest> recordUsage(StreamObserver<RecordUsageResponse> responses) {
        return new Recording(callers.caller(), responses);
    }

    /** How many events of one stream may wait. */
    private int batch() {
        return Math.max(Math.min(batchSize, SMALL_BATCH), batchSize / Math.max(1, open.get()));
    }

    private final class Recording implements StreamObserver<RecordUsageRequest> {
        private final Caller caller;
        private final StreamObserver<RecordUsageResponse> responses;
        private final List<UsageEventDraft> batch = new ArrayList<>();
        private Receipt receipt = Receipt.EMPTY;
        private long recorded;
        private boolean failed;
        private boolean ended;

        Recording(Caller caller, StreamObserver<RecordUsageResponse> responses) {
            this.caller = caller;
            this.responses = responses;
            open.incrementAndGet();
        }

        @Override
        public void onNext(RecordUsageRequest request) {
            if (failed) {
                return;
            }
            // a message without any event is one wrong event, so that nobody believes it was recorded
            if (request.hasEvent() || request.getEventsCount() == 0) {
                add(request.getEvent());
            }
            request.getEventsList().forEach(this::add);
        }

        private void add(UsageEvent event) {
            if (failed) {
                return;
            }
            batch.add(UsageProtos.draft(event));
            if (batch.size() >= batch()) {
                flush();
            }
        }

        @Override
        public void onError(Throwable cancelled) {
            // the client went away: what is durable stays, and it will send the rest again
            batch.clear();
            end();
        }

        @Override
        public void onCompleted() {
            if (!failed) {
                flush();
            }
            if (!failed) {
                end();
                responses.onNext(UsageProtos.response(receipt));
                responses.onCompleted();
            }
        }

        private void end() {
            if (!ended) {
                ended = true;
                open.decrementAndGet();
            }
        }

        private void flush() {
            try {
                receipt = receipt.plus(recorder.record(batch, recorded, caller));
                recorded += batch.size();
                batch.clear();
            } catch (RuntimeException e) {
                failed = true;
                batch.clear();
                end();
                responses.onError(e);
            }
        }
    }
}
