package dev.atelier.api.page;

import dev.atelier.api.error.AtelierException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/** The opaque form of a list position: base64url of a version, a checksum, and the key of the last item. */
final class PageToken {
    private static final byte VERSION = 1;
    private static final int HEADER = 1 + Integer.BYTES;

    private PageToken() {}

    static String encode(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + bytes.length);
        buffer.put(VERSION).putInt(checksum(bytes)).put(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    static String decode(String token) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            if (buffer.remaining() >= HEADER && buffer.get() == VERSION) {
                int checksum = buffer.getInt();
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                if (checksum == checksum(bytes)) {
                    return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
                }
            }
        } catch (IllegalArgumentException | CharacterCodingException _) {
            // falls through: whatever is wrong with it, the caller can only do one thing
        }
        throw AtelierException.invalid("pageToken", "is not a token that this list returned; start without one");
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
