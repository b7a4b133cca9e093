package dev.atelier.studio.kernel;

import dev.atelier.studio.kernel.hub.Recorded;
import dev.atelier.studio.kernel.hub.Recorder;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.WireForm;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a hub must still know when this service was killed, in files. Records are appended to segments; a new segment begins with who has
 * got how far and what is under way, so that old segments can go. A record is with the operating system before a client is
 * sent what it tells; nothing is forced to the disk. When it cannot be written (the disk is full), all of it is given up, so that nobody is
 * told half a story, and begun anew later. Confined to the hub's thread, but for {@link #open}.
 */
final class HubJournal implements Recorder {
    private static final Logger LOG = Logger.getLogger(HubJournal.class);
    private static final int SEGMENTS = 4;
    private static final int MAX_SESSIONS = 256;
    private static final int MAX_REQUESTS = 1000;
    private static final Buffer NOTHING = Buffer.buffer();
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final JournalSegments segments;
    private final long segmentBytes;
    private final Clock clock;
    private final Map<String, Long> acknowledged = bounded(MAX_SESSIONS);
    private final Map<String, byte[]> underWay = bounded(MAX_REQUESTS);
    private @Nullable Instant failed;
    private boolean ended;

    /** @param limit bytes on disk, all segments together; what does not fit a quarter of it is not kept */
    HubJournal(Path directory, long limit, Clock clock) {
        this.segments = new JournalSegments(directory, SEGMENTS);
        this.segmentBytes = limit / SEGMENTS;
        this.clock = clock;
    }

    /** Reads what earlier lives wrote down, and goes on after it. */
    void open(Consumer<Recorded> reader) {
        try {
            segments.read(record -> {
                follow(record);
                reader.accept(record);
            });
            begin();
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public void requested(KernelMessage request, String session) {
        if (!request.header().type().equals("execute_request")) {
            return;
        }
        String cellId = request.metadata().getString("cellId");
        KernelMessage kept = request.headerOnly()
                .withMetadata(cellId == null ? new JsonObject() : new JsonObject().put("cellId", cellId));
        byte[] record = JournalRecords.requested(kept, session);
        underWay.put(request.header().id(), record);
        append(record);
    }

    @Override
    public void said(long position, KernelMessage message) {
        byte[] head = JournalRecords.said(position);
        Buffer frame = message.frame(WireForm.V1).payload();
        if (head.length + frame.length() > segmentBytes) {
            return;
        }
        append(head, frame);
        settle(message);
    }

    @Override
    public void acknowledged(String session, long position) {
        acknowledged.merge(session, position, Math::max);
        append(JournalRecords.acknowledged(session, position));
    }

    /** The kernel is gone: nobody will ask for it any more. */
    void discard() {
        ended = true;
        delete();
    }

    /** Writes no more; what is written stays. */
    void close() {
        ended = true;
        segments.close();
    }

    private void follow(Recorded record) {
        switch (record) {
            case Recorded.Requested(var request, var session) ->
                underWay.put(request.header().id(), JournalRecords.requested(request, session));
            case Recorded.Said said -> settle(said.message());
            case Recorded.Acknowledged(var session, var position) -> acknowledged.merge(session, position, Math::max);
        }
    }

    private void settle(KernelMessage message) {
        if (message.isIopub("status") && "idle".equals(message.content().getString("execution_state"))) {
            underWay.remove(message.parent().id());
        }
    }

    private void append(byte[] record) {
        append(record, NOTHING);
    }

    /** The record is the head and the body; a body is not copied, it may be a megabyte. */
    private void append(byte[] head, Buffer body) {
        if (ended) {
            return;
        }
        try {
            if (failed != null) {
                if (clock.instant().isBefore(failed.plus(RETRY))) {
                    return;
                }
                failed = null;
                begin();
            } else if (segments.length() + head.length + body.length() > segmentBytes) {
                begin();
            }
            segments.append(head, body);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void begin() throws IOException {
        segments.begin();
        for (byte[] request : underWay.values()) {
            segments.append(request, NOTHING);
        }
        for (Map.Entry<String, Long> session : acknowledged.entrySet()) {
            segments.append(JournalRecords.acknowledged(session.getKey(), session.getValue()), NOTHING);
        }
    }

    private void fail(IOException e) {
        LOG.warnf("The journal %s cannot be kept for now: %s", segments, e);
        failed = clock.instant();
        delete();
    }

    private void delete() {
        try {
            segments.discard();
        } catch (IOException e) {
            LOG.warnf("The journal %s cannot be deleted: %s", segments, e);
        }
    }

    private static <V> Map<String, V> bounded(int size) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > size;
            }
        };
    }
}
