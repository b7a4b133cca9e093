package dev.atelier.studio.change;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The log of changes ({@code atelier.changes.*}). */
@ConfigMapping(prefix = "atelier.changes")
public interface ChangeConfig {
    /** How long a change can be read again. */
    @WithDefault("P7D")
    Duration retention();

    /** How often a stream says that it is alive while nothing changes. */
    @WithDefault("PT15S")
    Duration keepAlive();

    /** How many streams there may be at once. */
    @WithDefault("500")
    int maxStreams();
}
