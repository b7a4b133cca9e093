package dev.atelier.studio.kernel.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One {@code execute_request} and what the kernel published for it, as far as it is kept. */
final class Execution {
    private final String id;
    private final String session;
    private final @Nullable String cellId;
    private final long born;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private int bytes;
    private int dropped;
    private long lastPosition;
    private boolean finished;

    /**
     * @param id the request's {@code msg_id}
     * @param session the session that asked
     * @param cellId the notebook cell, when the client named it
     * @param born when, on the hub's counter
     */
    Execution(String id, String session, @Nullable String cellId, long born) {
        this.id = id;
        this.session = session;
        this.cellId = cellId;
        this.born = born;
    }

    String id() {
        return id;
    }

    String session() {
        return session;
    }

    @Nullable
    String cellId() {
        return cellId;
    }

    long born() {
        return born;
    }

    boolean finished() {
        return finished;
    }

    void finish() {
        finished = true;
    }

    int bytes() {
        return bytes;
    }

    int dropped() {
        return dropped;
    }

    long lastPosition() {
        return lastPosition;
    }

    Deque<Entry> entries() {
        return entries;
    }

    void add(Entry entry) {
        entries.addLast(entry);
        bytes += entry.weight();
        lastPosition = entry.position();
    }

    /** Drops its oldest output; false when nothing is left that may go. */
    boolean dropOldest() {
        for (var iterator = entries.iterator(); iterator.hasNext(); ) {
            Entry entry = iterator.next();
            if (entry.isOutput() && entry.position() != lastPosition) {
                iterator.remove();
                bytes -= entry.weight();
                dropped++;
                return true;
            }
        }
        return false;
    }
}
