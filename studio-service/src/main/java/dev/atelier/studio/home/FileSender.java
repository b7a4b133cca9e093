package dev.atelier.studio.home;

import com.google.protobuf.UnsafeByteOperations;
import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.v1.ReadFileResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a file over gRPC, chunk by chunk, at the pace of its reader. Each has a virtual thread, so that no number of slow readers keeps
 * others waiting; one that reads nothing for too long is let go.
 */
final class FileSender {
    /** How long a reader may read nothing. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int CHUNK = 64 * 1024;
    private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private final ServerCallStreamObserver<ReadFileResponse> reader;
    private final Duration patience;

    FileSender(ServerCallStreamObserver<ReadFileResponse> reader, Duration patience) {
        this.reader = reader;
        this.patience = patience;
    }

    /** Begins and returns at once. */
    void start(Path file, long offset, long length) {
        Thread.ofVirtual().name("file-sender").start(() -> {
            try {
                send(file, offset, length);
            } catch (RuntimeException e) {
                reader.onError(HomeGrpc.rendered(e));
            }
        });
    }

    private void send(Path file, long offset, long length) {
        long left = length;
        try (InputStream content = Files.newInputStream(file)) {
            content.skip(offset);
            for (byte[] chunk = next(content, left); chunk.length > 0; chunk = next(content, left)) {
                left -= chunk.length;
                awaitReader();
                if (reader.isCancelled()) {
                    return;
                }
                reader.onNext(ReadFileResponse.newBuilder()
                        .setChunk(UnsafeByteOperations.unsafeWrap(chunk))
                        .build());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.onCompleted();
    }

    private void awaitReader() {
        long began = System.nanoTime();
        while (!reader.isReady() && !reader.isCancelled()) {
            if (System.nanoTime() - began > patience.toNanos()) {
                throw AtelierException.unavailable(
                        "Nothing was read for %s; read on from where you are.".formatted(patience), null);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static byte[] next(InputStream content, long left) throws IOException {
        return content.readNBytes((int) Math.min(CHUNK, left));
    }
}
