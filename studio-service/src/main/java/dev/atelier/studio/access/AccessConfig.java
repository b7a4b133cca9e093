package dev.atelier.studio.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How browsers get in ({@code atelier.access.*}). */
@ConfigMapping(prefix = "atelier.access")
public interface AccessConfig {
    /** Whether the session cookie is sent over TLS only; as {@code atelier.public-url} says unless given. */
    Optional<Boolean> secureCookie();

    /** How long a browser stays signed in after the company's sign-on; a pre-signed URL says it itself. */
    @WithDefault("PT8H")
    Duration sessionTtl();
}
