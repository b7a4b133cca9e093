package dev.atelier.studio.warm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** The pool of apps that wait to be claimed ({@code atelier.fast-launch.*}). */
@ConfigMapping(prefix = "atelier.fast-launch")
public interface FastLaunchConfig {
    /** How many are kept for each image and instance type; 0 for no pool. */
    @WithDefault("1")
    int size();

    @WithDefault("data-science")
    List<String> images();

    /** Fast-launch types of the catalogue, and {@code system} for the Lab. */
    @WithDefault("system,ml.t3.medium")
    List<String> instanceTypes();

    /** One that was not claimed for so long is replaced, so that it does not miss a change of its image. */
    @WithDefault("PT1H")
    Duration maxAge();

    /** How long one may take until it is ready. */
    @WithDefault("PT2M")
    Duration startTimeout();
}
