package dev.atelier.autopilot.service.support;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.atelier.api.error.AtelierException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Sends content over gRPC as fast as the caller reads, and no faster. */
public final class Pieces {
    private static final int SIZE = 64 << 10;
    private static final long LOOK_NANOS = 1_000_000;

    private Pieces() {}

    /** Opens content. */
    @FunctionalInterface
    public interface Content {
        /** From its beginning. */
        InputStream open() throws IOException;
    }

    /** Sends all of it and completes the call; blocks. */
    public static <T> void send(Content content, StreamObserver<T> responses, Function<ByteString, T> message) {
        ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) responses;
        try (InputStream in = content.open()) {
            for (byte[] piece = in.readNBytes(SIZE); piece.length > 0; piece = in.readNBytes(SIZE)) {
                while (!call.isReady() && !call.isCancelled()) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                if (call.isCancelled()) {
                    return;
                }
                call.onNext(message.apply(UnsafeByteOperations.unsafeWrap(piece)));
            }
        } catch (IOException e) {
            throw AtelierException.internal(e);
        }
        call.onCompleted();
    }
}
