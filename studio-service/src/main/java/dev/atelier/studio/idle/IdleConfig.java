package dev.atelier.studio.idle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/**
 * Idle shutdown ({@code atelier.idle.*}). A timeout of zero means never. The settings of user profiles and domains come before what is
 * said here.
 */
@ConfigMapping(prefix = "atelier.idle")
public interface IdleConfig {
    /** How long kernels, terminals and apps without either may be quiet. */
    @WithDefault("PT4H")
    Duration timeout();

    /** By instance type, stronger than {@link #timeout}; {@code system} is what the Lab and its terminals run on. */
    Map<String, Duration> instanceTypes();

    /** How long before the end its owner is warned; at most half of the timeout. */
    @WithDefault("PT10M")
    Duration warning();

    /** How long a kernel may take to start once its app is in service, and to restart; after that it is dead. */
    @WithDefault("PT5M")
    Duration kernelStartTimeout();

    /** How often is looked. */
    @WithDefault("PT15S")
    Duration interval();

    /** How long warnings and shutdowns stay listed. */
    @WithDefault("P7D")
    Duration eventsListed();
}
