package dev.atelier.platform.outbox;

import dev.atelier.api.error.AtelierException;
import dev.atelier.platform.config.Installation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Tells billing now and then that this service lives. When it does not any more, billing flags its running usage: whether
 * that still runs is not known.
 */
@Singleton
class SourceHeartbeat {
    private static final Logger LOG = Logger.getLogger(SourceHeartbeat.class);

    private final DispatchConfig config;
    private final BillingUsage billing;
    private final String source;
    private long nextAt = System.nanoTime();

    @Inject
    SourceHeartbeat(DispatchConfig config, BillingUsage billing, Installation installation) {
        this.config = config;
        this.billing = billing;
        this.source = installation.serviceName() + "/" + installation.id();
    }

    /** Sends one when it is time; one that does not arrive is left out. */
    void beat() {
        long now = System.nanoTime();
        if (now - nextAt < 0) {
            return;
        }
        nextAt = now + config.heartbeat().toNanos();
        try {
            billing.heartbeat(source, config.timeout());
        } catch (AtelierException e) {
            LOG.debugf("heartbeat left out: %s", e.getMessage());
        }
    }
}
