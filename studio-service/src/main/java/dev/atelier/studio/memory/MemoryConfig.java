package dev.atelier.studio.memory;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** The memory limit of instances ({@code atelier.memory.*}), where the engine does not keep it itself. */
@ConfigMapping(prefix = "atelier.memory")
public interface MemoryConfig {
    /** Whether kernels are ended when their instance holds more than its type has. */
    @WithDefault("true")
    boolean enforced();

    /** By instance type, in place of what the catalogue says; {@code system} has no limit unless it stands here. */
    Map<String, MemorySize> limits();

    /** How often is looked. What is allocated faster than that is seen too late: the machine's own limit then applies. */
    @WithDefault("PT0.5S")
    Duration interval();
}
