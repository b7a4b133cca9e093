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

    /** How long the token lives with which an app's programs act as its owner. */
    @WithDefault("PT1H")
    Duration tokenTtl();

    /** How often it is renewed; well below its life. */
    @WithDefault("PT10M")
    Duration tokenRenewal();

    /** How long the script of a lifecycle configuration may run; after that the app is Failed. */
    @WithDefault("PT5M")
    Duration lifecycleTimeout();
}
