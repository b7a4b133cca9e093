package dev.atelier.studio.idle;

import dev.atelier.studio.tenancy.Owner;
import java.time.Instant;

/**
 * Something will be, or was, shut down because nobody used it. Fired as a CDI event after it has been written; one can be lost when the
 * service dies in between, the list of {@link IdleOperations} is complete.
 *
 * @param resourceId the kernel's or app's id; a terminal's name
 * @param appId the app that it is, or lives in
 * @param reason a sentence for people
 * @param dueTime when the shutdown is or was due
 */
public record IdleEvent(
        String eventId,
        Owner owner,
        Type type,
        Resource resource,
        String resourceId,
        String appId,
        String appName,
        String reason,
        Instant dueTime,
        Instant eventTime) {
    /** Before, or after. */
    public enum Type {
        WARNING("Warning"),
        SHUTDOWN("Shutdown");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** What it is about. */
    public enum Resource {
        KERNEL("Kernel"),
        TERMINAL("Terminal"),
        APP("App");

        private final String wireName;

        Resource(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
