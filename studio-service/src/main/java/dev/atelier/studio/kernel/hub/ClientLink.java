package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.wire.KernelMessage;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One connected client: what waits for it, and how far it has got. */
final class ClientLink {
    private final Peer peer;
    private final ClientSession session;
    private final HubMessages messages;
    private final int limit;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long bytes;
    private long written;
    private @Nullable Instant pinged;

    /**
     * @param message null for a gap, in whose place a notice is written
     * @param gap what was dropped here
     */
    private record Waiting(
            long position,
            @Nullable KernelMessage message,
            boolean droppable,
            @Nullable Gap gap) {}

    private static final class Gap {
        private final KernelMessage first;
        private int dropped;

        private Gap(KernelMessage first) {
            this.first = first;
        }
    }

    ClientLink(Peer peer, ClientSession session, HubMessages messages, int limit) {
        this.peer = peer;
        this.session = session;
        this.messages = messages;
        this.limit = limit;
        this.written = session.acknowledged();
    }

    Peer peer() {
        return peer;
    }

    ClientSession session() {
        return session;
    }

    /** From here on the client has to acknowledge, when what it is sent begins before it came. */
    void rewind(long position) {
        session.rewind(position);
        written = position;
    }

    /** Queues a message; what is too much for the client is dropped, its oldest output first. */
    void enqueue(Entry entry) {
        Execution execution = entry.execution();
        KernelMessage message = entry.message();
        if (execution != null && session.adopts(execution)) {
            message = marked(message, execution, false);
        }
        enqueue(entry.position(), message, entry.isOutput());
    }

    /** Queues a message which was said before this client came. */
    void enqueueReplayed(Entry entry, Execution execution) {
        enqueue(entry.position(), marked(entry.message(), execution, true), entry.isOutput());
    }

    /** Queues a message of the hub's own. */
    void enqueue(KernelMessage message) {
        enqueue(written, message, false);
    }

    private void enqueue(long position, KernelMessage message, boolean droppable) {
        queue.addLast(new Waiting(position, message, droppable, null));
        bytes += message.size();
        if (bytes > limit) {
            dropOutput();
        }
    }

    /** Whether so much waits that dropping output did not help. */
    boolean isHopeless() {
        return bytes > 2L * limit;
    }

    /** Writes as much as the connection takes, and asks how much of it has arrived. */
    void flush() {
        while (!queue.isEmpty() && peer.writable()) {
            Waiting next = queue.removeFirst();
            KernelMessage message = next.message();
            Gap gap = next.gap();
            if (message != null) {
                bytes -= message.size();
                peer.write(message.frame(peer.form()));
            } else if (gap != null) {
                peer.write(messages.notice(
                                gap.first,
                                gap.dropped + " messages of output were dropped: this client reads too slowly")
                        .frame(peer.form()));
            }
            written = Math.max(written, next.position());
        }
    }

    /** Sends a ping when none is under way and there is something to learn, or when it is due anyway. */
    void ping(Instant now, boolean due) {
        if (pinged == null && (due || written > session.acknowledged())) {
            pinged = now;
            peer.ping(written);
        }
    }

    void ponged(long position) {
        pinged = null;
        session.acknowledge(Math.min(position, written));
    }

    boolean isSilent(Instant now, Duration timeout) {
        return pinged != null && pinged.plus(timeout).isBefore(now);
    }

    private void dropOutput() {
        long target = limit - limit / 8L;
        Deque<Waiting> kept = new ArrayDeque<>(queue.size());
        Waiting latest = queue.removeLast();
        Gap gap = null;
        for (Waiting waiting : queue) {
            KernelMessage message = waiting.message();
            if (bytes > target && waiting.droppable() && message != null) {
                bytes -= message.size();
                if (gap == null) {
                    gap = new Gap(message);
                    kept.addLast(new Waiting(waiting.position(), null, false, gap));
                }
                gap.dropped++;
            } else {
                if (waiting.gap() != null && gap == null) {
                    gap = waiting.gap();
                }
                kept.addLast(waiting);
            }
        }
        kept.addLast(latest);
        queue.clear();
        queue.addAll(kept);
    }

    private static KernelMessage marked(KernelMessage message, Execution execution, boolean replayed) {
        JsonObject mark = new JsonObject().put("replayed", replayed);
        if (execution.cellId() != null) {
            mark.put("cellId", execution.cellId());
        }
        return message.withMetadata(message.metadata().put("atelier", mark));
    }
}
