package dev.atelier.billing.export.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.billing.BillingConfig;
import dev.atelier.billing.export.FocusExport;
import dev.atelier.billing.export.FocusValidation;
import dev.atelier.billing.price.grpc.PriceProtos;
import dev.atelier.billing.v1.ExportFocusRequest;
import dev.atelier.billing.v1.ExportFocusResponse;
import dev.atelier.billing.v1.ExportServiceGrpc;
import dev.atelier.billing.v1.ValidateFocusRequest;
import dev.atelier.billing.v1.ValidateFocusResponse;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.platform.time.RequestTimes;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@code atelier.billing.v1.ExportService}. The ledger is read as fast as the client takes the file and no faster. */
@GrpcService
@Blocking
class ExportGrpc extends ExportServiceGrpc.ExportServiceImplBase {
    private static final int CHUNK = 64 * 1024;
    private static final long LOOK_NANOS = 1_000_000;

    private final FocusExport export;
    private final CallerContext callers;
    private final Duration stalledAfter;

    ExportGrpc(FocusExport export, CallerContext callers, BillingConfig config) {
        this.export = export;
        this.callers = callers;
        this.stalledAfter = config.exports().stalledAfter();
    }

    @Override
    @Blocking
    public void exportFocus(ExportFocusRequest request, StreamObserver<ExportFocusResponse> answer) {
        FocusExport.Request checked = export.request(
                callers.caller(),
                instant("start", request.hasStart(), request.getStart()),
                instant("end", request.hasEnd(), request.getEnd()));
        Sender sender = new Sender((ServerCallStreamObserver<ExportFocusResponse>) answer, stalledAfter);
        try {
            export.write(checked, sender::line);
            sender.finish();
        } catch (CancellationException _) {
            // the client went away
        }
    }

    @Override
    @Blocking
    public void validateFocus(ValidateFocusRequest request, StreamObserver<ValidateFocusResponse> answer) {
        FocusValidation validation = export.validate(export.request(
                callers.caller(),
                instant("start", request.hasStart(), request.getStart()),
                instant("end", request.hasEnd(), request.getEnd())));
        answer.onNext(ValidateFocusResponse.newBuilder()
                .setValid(validation.valid())
                .setRows(validation.rows())
                .addAllViolations(validation.violations())
                .setViolationCount(validation.violationCount())
                .addAllExported(
                        validation.exported().stream().map(PriceProtos::money).toList())
                .addAllLedger(
                        validation.ledger().stream().map(PriceProtos::money).toList())
                .build());
        answer.onCompleted();
    }

    private static @Nullable Instant instant(String field, boolean given, Timestamp time) {
        return given ? RequestTimes.instant(field, time) : null;
    }

    /** Collects lines and sends them in pieces, each when the client is ready. */
    private static final class Sender {
        private final ServerCallStreamObserver<ExportFocusResponse> client;
        private final Duration limit;
        private final ByteString.Output piece = ByteString.newOutput(CHUNK);

        Sender(ServerCallStreamObserver<ExportFocusResponse> client, Duration limit) {
            this.client = client;
            this.limit = limit;
        }

        void line(String line) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            piece.write(bytes, 0, bytes.length);
            if (piece.size() >= CHUNK) {
                send();
            }
        }

        void finish() {
            if (piece.size() > 0) {
                send();
            }
            client.onCompleted();
        }

        private void send() {
            long since = System.nanoTime();
            while (!client.isReady() && !client.isCancelled()) {
                if (System.nanoTime() - since > limit.toNanos()) {
                    throw new AtelierException(
                            ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                            "Nothing of the file was taken for %s; ask again, and read it as it comes."
                                    .formatted(limit));
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            if (client.isCancelled()) {
                throw new CancellationException();
            }
            client.onNext(ExportFocusResponse.newBuilder()
                    .setContent(piece.toByteString())
                    .build());
            piece.reset();
        }
    }
}
