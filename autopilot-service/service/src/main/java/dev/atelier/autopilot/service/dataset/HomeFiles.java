package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.usage.NeighbourErrors;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.studio.v1.HomeServiceGrpc.HomeServiceBlockingStub;
import dev.atelier.studio.v1.ReadFileRequest;
import dev.atelier.studio.v1.ReadFileResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Files in home directories, read from Studio. */
@ApplicationScoped
class HomeFiles {
    private static final long TIMEOUT_MINUTES = 5;

    private final HomeServiceBlockingStub home;

    HomeFiles(@GrpcClient("studio") HomeServiceBlockingStub home) {
        this.home = home;
    }

    /**
     * Opens a file of the owner.
     *
     * @param path relative to the home directory
     * @throws AtelierException what Studio answers, for example RESOURCE_NOT_FOUND; also while reading
     */
    InputStream read(Owner owner, String path) {
        Context.CancellableContext context = Context.current().withCancellation();
        try {
            Iterator<ReadFileResponse> chunks =
                    Objects.requireNonNull(context.call(() -> home.withDeadlineAfter(TIMEOUT_MINUTES, TimeUnit.MINUTES)
                            .readFile(ReadFileRequest.newBuilder()
                                    .setDomainId(owner.domainId())
                                    .setUserProfileName(owner.userProfileName())
                                    .setPath(path)
                                    .build())));
            return new Chunks(chunks, context);
        } catch (Exception e) {
            context.cancel(e);
            throw NeighbourErrors.translate("Studio", e);
        }
    }

    private static final class Chunks extends InputStream {
        private final Iterator<ReadFileResponse> chunks;
        private final Context.CancellableContext context;
        private ByteBuffer current = ByteBuffer.allocate(0);

        Chunks(Iterator<ReadFileResponse> chunks, Context.CancellableContext context) {
            this.chunks = chunks;
            this.context = context;
        }

        @Override
        public int read() throws IOException {
            return fill() ? current.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, current.remaining());
            current.get(bytes, offset, count);
            return count;
        }

        private boolean fill() {
            try {
                while (!current.hasRemaining()) {
                    if (!chunks.hasNext()) {
                        return false;
                    }
                    current = chunks.next().getChunk().asReadOnlyByteBuffer();
                }
                return true;
            } catch (StatusRuntimeException e) {
                throw NeighbourErrors.translate("Studio", e);
            }
        }

        @Override
        public void close() {
            context.cancel(null);
        }
    }
}
