package dev.atelier.platform.cost;

import dev.atelier.billing.v1.CostSubject;
import dev.atelier.billing.v1.GetResourceCostsRequest;
import dev.atelier.billing.v1.GetResourceCostsResponse;
import dev.atelier.billing.v1.ResourceCost;
import dev.atelier.billing.v1.ResourceCostServiceGrpc;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * What things have cost so far, from billing: one call for all of a page, kept for a few seconds. While billing is away
 * nothing is known and nobody waits: after a call that failed, none is made for a few seconds.
 */
@ApplicationScoped
public class CostLookup {
    private static final Logger LOG = Logger.getLogger(CostLookup.class);
    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final long DEADLINE_MILLIS = 1_000;
    private static final int MAX_SUBJECTS = 500;
    private static final int MAX_KEPT = 10_000;

    private final Channel channel;
    private final Map<CostSubject, Kept> kept = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private volatile long askAgainNanos;

    @Inject
    public CostLookup(@GrpcClient("billing") Channel channel) {
        this(channel, System::nanoTime);
    }

    CostLookup(Channel channel, LongSupplier nanos) {
        this.channel = channel;
        this.nanos = nanos;
        this.askAgainNanos = nanos.getAsLong();
    }

    private record Kept(ResourceCost cost, long untilNanos) {}

    private boolean fresh(Kept cost) {
        return nanos.getAsLong() - cost.untilNanos() < 0;
    }

    /** What is known of these; what is not known is left out. */
    public Map<CostSubject, ResourceCost> of(Collection<CostSubject> subjects) {
        Map<CostSubject, ResourceCost> known = new HashMap<>();
        List<CostSubject> missing = new ArrayList<>();
        for (CostSubject subject : subjects) {
            Kept found = kept.get(subject);
            if (found != null && fresh(found)) {
                known.put(subject, found.cost());
            } else {
                missing.add(subject);
            }
        }
        for (int from = 0; from < missing.size() && nanos.getAsLong() - askAgainNanos >= 0; from += MAX_SUBJECTS) {
            known.putAll(ask(missing.subList(from, Math.min(from + MAX_SUBJECTS, missing.size()))));
        }
        return known;
    }

    private Map<CostSubject, ResourceCost> ask(List<CostSubject> subjects) {
        try {
            GetResourceCostsResponse answer = ResourceCostServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                    .getResourceCosts(GetResourceCostsRequest.newBuilder()
                            .addAllSubjects(subjects)
                            .build());
            Map<CostSubject, ResourceCost> costs = new HashMap<>();
            for (int i = 0; i < subjects.size(); i++) {
                costs.put(subjects.get(i), answer.getCosts(i));
            }
            keep(costs);
            return costs;
        } catch (StatusRuntimeException e) {
            askAgainNanos = nanos.getAsLong() + PAUSE.toNanos();
            LOG.debugf("Costs could not be looked up: %s", e.getStatus());
            return Map.of();
        }
    }

    private void keep(Map<CostSubject, ResourceCost> costs) {
        if (kept.size() + costs.size() > MAX_KEPT) {
            kept.values().removeIf(old -> !fresh(old));
        }
        if (kept.size() + costs.size() <= MAX_KEPT) {
            long until = nanos.getAsLong() + FRESH.toNanos();
            costs.forEach((subject, cost) -> kept.put(subject, new Kept(cost, until)));
        }
    }
}
