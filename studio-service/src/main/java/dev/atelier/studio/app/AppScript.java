package dev.atelier.studio.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The script of a lifecycle configuration as one app runs it before it starts: what the configuration said when the app was asked for.
 *
 * @param config the configuration's name
 * @param startTime null before it runs
 * @param endTime null before it ended, or was ended
 * @param exitCode null unless it came to its end
 * @param failure how it failed, after the words "the lifecycle configuration"; null unless it did
 * @param log the end of what it said; "" before it ended
 */
record AppScript(
        String appId,
        String config,
        String script,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        @Nullable Integer exitCode,
        @Nullable String failure,
        String log) {
    static AppScript of(String appId, StartScript script) {
        return new AppScript(appId, script.config(), script.script(), null, null, null, null, "");
    }

    /** How it is, as on the wire. */
    String status() {
        if (endTime != null) {
            return failure == null ? "Succeeded" : "Failed";
        }
        return startTime == null ? "Pending" : "Running";
    }
}
