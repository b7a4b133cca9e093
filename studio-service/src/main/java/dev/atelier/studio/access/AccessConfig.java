package dev.atelier.studio.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How browsers get in ({@code atelier.access.*}). */
@ConfigMapping(prefix = "atelier.access")
public interface AccessConfig {
    /** Whether the session cookie is sent over TLS only; true where browsers reach Studio by https. */
    @WithDefault("false")
    boolean secureCookie();
}
