package dev.atelier.studio.home;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Home directories ({@code atelier.home.*}). */
@ConfigMapping(prefix = "atelier.home")
public interface HomeConfig {
    /** How large a file may be that is written through the API in one request. */
    @WithDefault("512M")
    MemorySize maxFileSize();

    /** How large a file may be that is uploaded in parts. */
    @WithDefault("64G")
    MemorySize maxUploadSize();

    /** Whether new home directories have a folder of example notebooks. */
    @WithDefault("true")
    boolean examples();
}
