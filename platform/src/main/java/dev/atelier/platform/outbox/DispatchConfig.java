package dev.atelier.platform.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How usage events go to billing ({@code atelier.usage.dispatch.*}). */
@ConfigMapping(prefix = "atelier.usage.dispatch")
public interface DispatchConfig {
    /** On in the services that emit usage; billing itself has nothing to deliver. */
    @WithDefault("false")
    boolean enabled();

    /** How many events go in one stream. */
    @WithDefault("500")
    int batchSize();

    /** How long to wait for billing's answer to a batch. */
    @WithDefault("PT10S")
    Duration timeout();

    /** How often to look for events that nobody announced, such as those of a replica that died. */
    @WithDefault("PT5S")
    Duration poll();

    /** How often billing is told that this service lives. */
    @WithDefault("PT30S")
    Duration heartbeat();

    /** The first pause when billing is away; it doubles up to the longest. */
    @WithDefault("PT0.2S")
    Duration minBackOff();

    @WithDefault("PT10S")
    Duration maxBackOff();
}
