package dev.atelier.studio.idle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/**
 * Idle shutdown ({@code atelier.idle.*}). A timeout of zero means never. For one thing the user's timeout counts first, then the
 * instance type's, then the domain's, then the installation's.
 */
@ConfigMapping(prefix = "atelier.idle")
public interface IdleConfig {
    /** How long kernels, terminals and apps without either may be quiet. */
    @WithDefault("PT4H")
    Duration timeout();

    /** By domain id. */
    Map<String, Duration> domains();

    /** By instance type; {@code system} is what the Lab and its terminals run on. */
    Map<String, Duration> instanceTypes();

    /** By {@code <domain id>/<user profile name>}. */
    Map<String, Duration> users();

    /** How long before the end its owner is warned; at most half of the timeout. */
    @WithDefault("PT10M")
    Duration warning();

    /** How long a kernel may take to start once its app is in service; after that it is dead. */
    @WithDefault("PT5M")
    Duration kernelStartTimeout();

    /** How often is looked. */
    @WithDefault("PT15S")
    Duration interval();

    /** How long warnings and shutdowns stay listed. */
    @WithDefault("P7D")
    Duration eventsListed();
}
