package dev.atelier.studio.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Apps ({@code atelier.apps.*}). */
@ConfigMapping(prefix = "atelier.apps")
public interface AppConfig {
    /** How long an app may take until it answers; after that it is Failed. */
    @WithDefault("PT2M")
    Duration startTimeout();
}
