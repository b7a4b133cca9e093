package dev.atelier.autopilot.service.endpoint;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * What comes through all replicas of this service, in the database: each adds its own every second. A request that is counted costs two
 * additions in memory; only variants that are scaled by load, or tried, are counted.
 */
@ApplicationScoped
class Traffic {
    /** When every replica has written down what it saw before. */
    static final Duration LAG = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(Traffic.class);
    private static final int SLOT_SECONDS = 5;
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final EntityManager entities;
    private final Clock clock;
    private final Map<Key, Count> counts = new ConcurrentHashMap<>();

    Traffic(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** A variant of a version of an endpoint. */
    record Key(String endpointId, int version, String variantName) {}

    private record Count(LongAdder requests, LongAdder errors) {
        Count() {
            this(new LongAdder(), new LongAdder());
        }
    }

    /** A request came. */
    void requested(Key variant) {
        of(variant).requests().increment();
    }

    /** A request that came was not answered as it should have been. */
    void failed(Key variant) {
        of(variant).errors().increment();
    }

    private Count of(Key variant) {
        return counts.computeIfAbsent(variant, _ -> new Count());
    }

    /** Writes down what came since the last time; what cannot be written is written the next time. */
    @Scheduled(every = "1s", identity = "endpoint-traffic", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void flush() {
        counts.forEach((variant, count) -> {
            long requests = count.requests().sumThenReset();
            long errors = count.errors().sumThenReset();
            if (requests == 0 && errors == 0) {
                return;
            }
            try {
                QuarkusTransaction.requiringNew().run(() -> add(variant, requests, errors));
            } catch (RuntimeException e) {
                count.requests().add(requests);
                count.errors().add(errors);
                LOG.warnf(e, "traffic not written, tried again; endpointId=%s", variant.endpointId());
            }
        });
    }

    private void add(Key variant, long requests, long errors) {
        Instant now = clock.instant();
        entities.createNativeQuery("""
                        insert into endpoint_traffic (endpoint_id, version, variant_name, slot, requests)
                        select :id, :version, :variant, :slot, :requests from endpoint where endpoint_id = :id
                        on conflict (endpoint_id, version, variant_name, slot)
                        do update set requests = endpoint_traffic.requests + excluded.requests""")
                .setParameter("id", variant.endpointId())
                .setParameter("version", variant.version())
                .setParameter("variant", variant.variantName())
                .setParameter("slot", slot(now))
                .setParameter("requests", requests)
                .executeUpdate();
        entities.createNativeQuery("""
                        update endpoint set canary_requests = canary_requests + :requests, canary_errors = canary_errors + :errors
                        where endpoint_id = :id and version = :version and canary_since is not null""")
                .setParameter("id", variant.endpointId())
                .setParameter("version", variant.version())
                .setParameter("requests", requests)
                .setParameter("errors", errors)
                .executeUpdate();
        entities.createNativeQuery("delete from endpoint_traffic where slot < :old")
                .setParameter("old", now.minus(KEPT))
                .executeUpdate();
    }

    /** How many requests a minute came to a variant in the last while, through all replicas. Needs a transaction. */
    double perMinute(Key variant, Duration window) {
        Number requests = (Number) entities.createNativeQuery("""
                        select coalesce(sum(requests), 0) from endpoint_traffic
                        where endpoint_id = :id and version = :version and variant_name = :variant and slot >= :from""")
                .setParameter("id", variant.endpointId())
                .setParameter("version", variant.version())
                .setParameter("variant", variant.variantName())
                .setParameter("from", slot(clock.instant().minus(window)))
                .getSingleResult();
        return requests.doubleValue() * Duration.ofMinutes(1).toMillis() / window.toMillis();
    }

    private static Instant slot(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond() - Math.floorMod(time.getEpochSecond(), SLOT_SECONDS));
    }
}
