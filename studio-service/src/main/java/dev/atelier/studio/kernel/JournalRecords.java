package dev.atelier.studio.kernel;

import dev.atelier.studio.kernel.hub.Recorded;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.MalformedFrameException;
import dev.atelier.studio.kernel.wire.V1Codec;
import dev.atelier.studio.kernel.wire.WireForm;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The records of a {@link HubJournal}: a kind (one byte), a number (eight), then a session's name, a frame of the v1 subprotocol, or both. */
final class JournalRecords {
    private static final byte REQUESTED = 1;
    private static final byte SAID = 2;
    private static final byte ACKNOWLEDGED = 3;
    private static final int FIXED = Byte.BYTES + Long.BYTES;

    private JournalRecords() {}

    /** The number is the length of the session's name. */
    static byte[] requested(KernelMessage request, String session) {
        byte[] name = session.getBytes(StandardCharsets.UTF_8);
        Buffer frame = request.frame(WireForm.V1).payload();
        byte[] record = record(REQUESTED, name.length, name.length + frame.length());
        System.arraycopy(name, 0, record, FIXED, name.length);
        frame.getBytes(record, FIXED + name.length);
        return record;
    }

    /** What stands before the frame of what was said; the number is the position. */
    static byte[] said(long position) {
        return record(SAID, position, 0);
    }

    /** The number is the position. */
    static byte[] acknowledged(String session, long position) {
        byte[] name = session.getBytes(StandardCharsets.UTF_8);
        byte[] record = record(ACKNOWLEDGED, position, name.length);
        System.arraycopy(name, 0, record, FIXED, name.length);
        return record;
    }

    /** Reads a record; empty when it is of no kind that is known. */
    static Optional<Recorded> read(byte[] record) {
        if (record.length < FIXED) {
            return Optional.empty();
        }
        long number = ByteBuffer.wrap(record).getLong(Byte.BYTES);
        try {
            return switch (record[0]) {
                case REQUESTED -> {
                    int name = (int) Math.min(number, record.length - FIXED);
                    yield Optional.of(new Recorded.Requested(message(record, FIXED + name), text(record, name)));
                }
                case SAID -> Optional.of(new Recorded.Said(number, message(record, FIXED)));
                case ACKNOWLEDGED ->
                    Optional.of(new Recorded.Acknowledged(text(record, record.length - FIXED), number));
                default -> Optional.empty();
            };
        } catch (MalformedFrameException _) {
            return Optional.empty();
        }
    }

    private static KernelMessage message(byte[] record, int from) {
        return V1Codec.decode(Buffer.buffer(record).slice(from, record.length));
    }

    private static String text(byte[] record, int length) {
        return new String(record, FIXED, length, StandardCharsets.UTF_8);
    }

    private static byte[] record(byte kind, long number, int length) {
        byte[] record = new byte[FIXED + length];
        ByteBuffer.wrap(record).put(kind).putLong(number);
        return record;
    }
}
