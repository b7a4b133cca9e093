package dev.atelier.autopilot.service.endpoint;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.usage.LaunchAuthorizer;
import dev.atelier.billing.v1.Component;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Wants more workers of a variant when its load asks for them, and fewer when it does not. More are wanted after ten seconds of load,
 * fewer only after a whole minute without; what is let go first answers its requests. Needs a transaction that holds the endpoint's row.
 */
@ApplicationScoped
class LoadScaling {
    private static final Logger LOG = Logger.getLogger(LoadScaling.class);
    private static final Duration BURST = Duration.ofSeconds(10);
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final EndpointRepository endpoints;
    private final Traffic traffic;
    private final LaunchAuthorizer launches;
    private final Clock clock;

    LoadScaling(EndpointRepository endpoints, Traffic traffic, LaunchAuthorizer launches, Clock clock) {
        this.endpoints = endpoints;
        this.traffic = traffic;
        this.launches = launches;
        this.clock = clock;
    }

    /** Looks at the variants that take requests. */
    void look(EndpointEntity endpoint) {
        for (EndpointVariantEntity variant : endpoints.variants(endpoint.id, endpoint.shownVersion())) {
            InstanceScaling scaling = variant.scaling();
            if (scaling != null) {
                look(endpoint, variant, scaling);
            }
        }
    }

    private void look(EndpointEntity endpoint, EndpointVariantEntity variant, InstanceScaling scaling) {
        Traffic.Key key = new Traffic.Key(endpoint.id, variant.version, variant.variantName);
        double load = Math.max(traffic.perMinute(key, BURST), traffic.perMinute(key, STEADY));
        int wanted = scaling.instances(load);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (wanted > variant.instanceCount && over(variant.scaledOut, scaling.scaleOutCooldown(), now)) {
            variant.scaledOut = now;
            if (allowed(endpoint, variant, wanted - variant.instanceCount)) {
                scale(endpoint, variant, wanted, load);
            }
        } else if (wanted < variant.instanceCount
                && over(lastChange(endpoint, variant), scaling.scaleInCooldown(), now)) {
            variant.scaledIn = now;
            scale(endpoint, variant, wanted, load);
        }
    }

    /** A budget that is used up, or a billing that is away, leaves the endpoint as large as it is; it is asked again later. */
    private boolean allowed(EndpointEntity endpoint, EndpointVariantEntity variant, int more) {
        try {
            launches.authorize(endpoint.owner.toOwner(), variant.instanceType, Component.COMPONENT_HOSTING, more);
            return true;
        } catch (AtelierException e) {
            LOG.warnf(
                    "endpoint is not scaled out; endpoint=%s variant=%s reason=%s",
                    endpoint.name, variant.variantName, e.getMessage());
            return false;
        }
    }

    private static void scale(EndpointEntity endpoint, EndpointVariantEntity variant, int wanted, double load) {
        LOG.infof(
                "endpoint is scaled; endpoint=%s variant=%s from=%d to=%d invocationsPerMinute=%.0f",
                endpoint.name, variant.variantName, variant.instanceCount, wanted, load);
        variant.instanceCount = wanted;
    }

    private static @Nullable Instant lastChange(EndpointEntity endpoint, EndpointVariantEntity variant) {
        return Stream.of(endpoint.inServiceTime, endpoint.lastModifiedTime, variant.scaledOut, variant.scaledIn)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static boolean over(@Nullable Instant since, Duration cooldown, Instant now) {
        return since == null || !now.isBefore(since.plus(cooldown));
    }
}
