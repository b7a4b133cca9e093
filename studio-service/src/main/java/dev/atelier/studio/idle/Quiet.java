package dev.atelier.studio.idle;

import dev.atelier.studio.app.AppView;
import dev.atelier.studio.idle.IdleEvent.Resource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that nobody uses at the moment.
 *
 * @param app the app that it is, or lives in
 * @param since when it was last used
 */
record Quiet(Resource resource, String id, AppView app, Instant since) {
    Quiet {
        since = since.truncatedTo(ChronoUnit.MICROS); // as it is remembered
    }

    /** Under which it is remembered: names of terminals are unique in an app only. */
    String key() {
        return resource == Resource.TERMINAL ? app.appId() + "/" + id : id;
    }
}
