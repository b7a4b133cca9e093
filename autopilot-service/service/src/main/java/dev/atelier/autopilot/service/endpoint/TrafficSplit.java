package dev.atelier.autopilot.service.endpoint;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.endpoint.EndpointRoutes.Route;
import dev.atelier.autopilot.service.endpoint.EndpointRoutes.Served;
import dev.atelier.autopilot.service.endpoint.EndpointRoutes.Target;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who answers a request: the canary by its share, then a variant by weight among those that have a worker, then that
 * variant's worker with the fewest requests.
 */
@ApplicationScoped
class TrafficSplit {
    /**
     * Who answers.
     *
     * @param counted as what the request is counted; null when nobody needs to know
     */
    record Choice(String variantName, Target target, Traffic.@Nullable Key counted) {}

    /**
     * Chooses.
     *
     * @param targetVariant the variant that must answer; null for any
     * @throws AtelierException NOT_READY while the endpoint takes no requests, VALIDATION for an unknown variant, UNAVAILABLE while
     *     all workers are started again
     */
    Choice choose(Route route, @Nullable String targetVariant) {
        Endpoint endpoint = route.endpoint();
        if (endpoint.activeVersion() == 0
                || endpoint.lifecycle() instanceof EndpointLifecycle.Failed
                || endpoint.lifecycle() instanceof EndpointLifecycle.Deleting) {
            throw AtelierException.notReady("The endpoint '%s' is %s, not InService."
                    .formatted(endpoint.name(), endpoint.lifecycle().status()));
        }
        if (targetVariant != null && !targetVariant.isBlank()) {
            return named(route, targetVariant);
        }
        boolean canary =
                !route.canary().isEmpty() && ThreadLocalRandom.current().nextInt(100) < route.canaryPercent();
        List<Served> served = answering(canary ? route.canary() : route.active());
        if (served.isEmpty()) {
            canary = false;
            served = answering(route.active());
        }
        if (served.isEmpty()) {
            throw unavailable(endpoint.name());
        }
        Served chosen = byWeight(served);
        return choice(endpoint, chosen, canary);
    }

    private static Choice named(Route route, String name) {
        Served found = route.active().stream()
                .filter(served -> served.variant().name().equals(name))
                .findFirst()
                .orElseThrow(() -> AtelierException.invalid(
                        "targetVariant",
                        "'%s' is not a variant of the endpoint; it has %s"
                                .formatted(
                                        name,
                                        String.join(
                                                ", ",
                                                route.active().stream()
                                                        .map(served ->
                                                                served.variant().name())
                                                        .toList()))));
        if (found.targets().isEmpty()) {
            throw unavailable(route.endpoint().name());
        }
        return choice(route.endpoint(), found, false);
    }

    private static Choice choice(Endpoint endpoint, Served chosen, boolean canary) {
        Variant variant = chosen.variant();
        boolean counts = canary || variant.scaling() != null;
        return new Choice(
                variant.name(),
                idlest(chosen),
                counts ? new Traffic.Key(endpoint.id(), chosen.version(), variant.name()) : null);
    }

    private static List<Served> answering(List<Served> all) {
        return all.stream().filter(served -> !served.targets().isEmpty()).toList();
    }

    private static Served byWeight(List<Served> served) {
        double sum = served.stream().mapToDouble(one -> one.variant().weight()).sum();
        double point = ThreadLocalRandom.current().nextDouble() * sum;
        for (Served one : served) {
            point -= one.variant().weight();
            if (point < 0) {
                return one;
            }
        }
        return served.getLast();
    }

    private static Target idlest(Served served) {
        return served.targets().stream()
                .min(Comparator.comparingInt(target -> target.requests().get()))
                .orElseThrow();
    }

    private static AtelierException unavailable(String endpointName) {
        return AtelierException.unavailable(
                "The worker of endpoint '%s' is being started again. Retry in a moment.".formatted(endpointName), null);
    }
}
