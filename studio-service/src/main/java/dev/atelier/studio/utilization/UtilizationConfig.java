package dev.atelier.studio.utilization;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What billing is told of the use of instances ({@code atelier.utilization.*}). */
@ConfigMapping(prefix = "atelier.utilization")
interface UtilizationConfig {
    /** The time between two peaks of one instance. */
    @WithDefault("PT1H")
    Duration interval();
}
