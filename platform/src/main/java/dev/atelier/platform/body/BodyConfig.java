package dev.atelier.platform.body;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bodies of requests ({@code atelier.body.*}). */
@ConfigMapping(prefix = "atelier.body")
public interface BodyConfig {
    /** How large a body may be, unless its request is a {@link LargeBody}. It is read into memory. */
    @WithDefault("10M")
    MemorySize maxSize();
}
