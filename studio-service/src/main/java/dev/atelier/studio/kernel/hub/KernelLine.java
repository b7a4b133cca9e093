package dev.atelier.studio.kernel.hub;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The line to the kernel, with what waits for it: while it is down, while the kernel takes no more, while a new process is not heard yet. */
final class KernelLine {
    private final long limit;
    private final Deque<Buffer> pending = new ArrayDeque<>();
    private @Nullable Upstream upstream;
    private long pendingBytes;
    private boolean unheard;

    /** @param limit bytes that may wait before clients are held back */
    KernelLine(long limit) {
        this.limit = limit;
    }

    @Nullable
    Upstream upstream() {
        return upstream;
    }

    boolean isUp() {
        return upstream != null;
    }

    boolean isOf(Upstream other) {
        return other.equals(upstream);
    }

    void opened(Upstream opened) {
        upstream = opened;
        sendPending();
    }

    void closed(Upstream closed) {
        if (isOf(closed)) {
            upstream = null;
        }
    }

    /** Closes the connection, if there is one. What waits goes on waiting. */
    void disconnect() {
        Upstream open = upstream;
        upstream = null;
        if (open != null) {
            open.close();
        }
    }

    /** Whether a new process has not been heard yet: it may answer before its output is listened to, so nothing is sent until then. */
    boolean isUnheard() {
        return unheard;
    }

    void unheard(boolean value) {
        unheard = value;
    }

    void send(Buffer frame) {
        Upstream open = upstream;
        if (open != null && pending.isEmpty() && !unheard) {
            open.write(frame);
        } else {
            pending.addLast(frame);
            pendingBytes += frame.length();
        }
    }

    void sendPending() {
        Upstream open = upstream;
        while (open != null && !unheard && !pending.isEmpty() && open.writable()) {
            Buffer next = pending.removeFirst();
            pendingBytes -= next.length();
            open.write(next);
        }
    }

    /** Whether clients are not to be read for now. */
    boolean isFull() {
        Upstream open = upstream;
        if (open == null || unheard) {
            return pendingBytes > limit;
        }
        return !pending.isEmpty() || !open.writable();
    }

    void clear() {
        pending.clear();
        pendingBytes = 0;
    }
}
