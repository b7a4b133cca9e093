package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.wire.KernelMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that the kernel sent.
 *
 * @param position its place in the order of all messages of this hub, from 1
 * @param audience the session that it is for; null when it is for everybody
 * @param execution the execution that it belongs to, if it belongs to one that is kept
 */
record Entry(
        long position,
        KernelMessage message,
        @Nullable String audience,
        @Nullable Execution execution) {
    private static final int OVERHEAD = 512;

    boolean isFor(String session) {
        return audience == null || audience.equals(session);
    }

    /** What it costs to keep. */
    int weight() {
        return message.size() + OVERHEAD;
    }

    /** Whether it may be dropped when there is too much: what only shows something, never what somebody waits for. */
    boolean isOutput() {
        return audience == null
                && switch (message.header().type()) {
                    case "stream", "display_data", "update_display_data", "execute_result", "clear_output" -> true;
                    default -> false;
                };
    }
}
