package dev.atelier.studio.kernel.wire;

/**
 * What routing needs of a header. A field that is absent is "".
 *
 * @param id {@code msg_id}
 * @param type {@code msg_type}
 * @param session {@code session}: of the client for a request, of the kernel for what it says
 */
public record MessageHeader(String id, String type, String session) {
    /** The header of nothing: messages which answer nobody have an empty parent. */
    public static final MessageHeader NONE = new MessageHeader("", "", "");

    /** Whether there is no message behind it. */
    public boolean isNone() {
        return id.isEmpty();
    }
}
