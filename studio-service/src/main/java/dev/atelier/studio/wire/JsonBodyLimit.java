package dev.atelier.studio.wire;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Files may be large, JSON may not: it is read into memory. */
@Singleton
class JsonBodyLimit {
    private static final int MAX_BYTES = 10 * 1024 * 1024;

    @ServerRequestFilter
    public void limit(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        if (type == null
                || !type.getSubtype().endsWith("json")
                || request.getUriInfo().getPath().contains("/home/files/")
                || request.getUriInfo().getPath().contains("/home/uploads/")) {
            return;
        }
        if (request.getLength() > MAX_BYTES) {
            throw tooLarge();
        }
        request.setEntityStream(new Limited(request.getEntityStream()));
    }

    private static AtelierException tooLarge() {
        return new AtelierException(
                ErrorCode.PAYLOAD_TOO_LARGE, "A JSON body may have %d bytes at most.".formatted(MAX_BYTES));
    }

    private static final class Limited extends FilterInputStream {
        private long left = MAX_BYTES;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return count(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            return count(read, read);
        }

        private int count(int result, int bytes) {
            if (result >= 0) {
                left -= bytes;
                if (left < 0) {
                    throw tooLarge();
                }
            }
            return result;
        }
    }
}
