package dev.atelier.studio.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.v1.ReadFileResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSenderTest {
    @TempDir
    Path directory;

    @Test
    void aReaderThatReadsNothingIsLetGo() throws Exception {
        Reader reader = new Reader(1);

        new FileSender(reader, Duration.ofMillis(50)).start(file(), 0, Long.MAX_VALUE);

        Throwable end = reader.ended.get(30, TimeUnit.SECONDS);
        assertThat(Status.fromThrowable(end).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(reader.chunks).hasValue(1);
    }

    @Test
    void oneThatReadsGetsTheWholeFile() throws Exception {
        Reader reader = new Reader(Integer.MAX_VALUE);

        new FileSender(reader, FileSender.PATIENCE).start(file(), 0, Long.MAX_VALUE);

        assertThat(reader.ended.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(reader.bytes).hasValue(200_000);
    }

    private Path file() throws IOException {
        return Files.write(directory.resolve("f"), new byte[200_000]);
    }

    /** Reads so many chunks and then nothing. */
    private static final class Reader extends ServerCallStreamObserver<ReadFileResponse> {
        private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
        private final int reads;
        private final AtomicInteger chunks = new AtomicInteger();
        private final AtomicInteger bytes = new AtomicInteger();

        private Reader(int reads) {
            this.reads = reads;
        }

        @Override
        public void onNext(ReadFileResponse chunk) {
            chunks.incrementAndGet();
            bytes.addAndGet(chunk.getChunk().size());
        }

        @Override
        public void onError(Throwable failure) {
            ended.complete(failure);
        }

        @Override
        public void onCompleted() {
            ended.complete(null);
        }

        @Override
        public boolean isReady() {
            return chunks.get() < reads;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void request(int count) {}

        @Override
        public void disableAutoInboundFlowControl() {}
    }
}
