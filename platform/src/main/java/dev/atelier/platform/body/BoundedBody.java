package dev.atelier.platform.body;

import dev.atelier.api.error.AtelierException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A body that told no length: throws as soon as more bytes came than may. */
final class BoundedBody extends FilterInputStream {
    private final Supplier<AtelierException> tooLarge;
    private long left;

    BoundedBody(InputStream in, long limit, Supplier<AtelierException> tooLarge) {
        super(in);
        this.left = limit;
        this.tooLarge = tooLarge;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooLarge.get();
        }
    }
}
