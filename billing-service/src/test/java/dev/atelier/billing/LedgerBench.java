package dev.atelier.billing;

import dev.atelier.api.identity.Caller;
import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.meter.UsageEvent;
import dev.atelier.billing.meter.UsageEventType;
import dev.atelier.billing.meter.UsageLedger;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.report.CostFilter;
import dev.atelier.billing.report.CostQuery;
import dev.atelier.billing.report.CostReports;
import dev.atelier.billing.report.Grouping;
import dev.atelier.platform.database.Database;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * How fast the ledger records and answers; run it by name, {@code -Dtest=LedgerBench}. It is no test: it judges nothing.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class LedgerBench {
    private static final Logger LOG = Logger.getLogger(LedgerBench.class);
    private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");
    private static final int USERS = Integer.getInteger("bench.users", 10_000);
    private static final int DAYS = 30;
    private static final int WRITERS = 2;
    private static final int BATCHES = 60;

    @Inject
    UsageLedger ledger;

    @Inject
    CostReports reports;

    @Inject
    Database database;

    @Test
    void recordsAndAnswers() throws Exception {
        record("new");
        record("replayed");
        fill();
        for (int round = 0; round < 3; round++) {
            for (Grouping grouping :
                    List.of(Grouping.USER, Grouping.INSTANCE_TYPE, Grouping.TEAM, Grouping.DOMAIN, Grouping.APP)) {
                ask(List.of(grouping), new CostFilter("bench", "", "", "", "", "", "", "", ""));
            }
            ask(List.of(), new CostFilter("bench", "", "", "", "", "", "", "", ""));
            ask(List.of(Grouping.INSTANCE_TYPE), new CostFilter("bench", "user-77", "", "", "", "", "", "", ""));
        }
    }

    /** Two writers, batches of 1000 events: starts and ends of 500 resources. */
    private void record(String how) throws Exception {
        long begin = System.nanoTime();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "writer-" + writer;
                done.add(writers.submit(() -> {
                    for (int batch = 0; batch < BATCHES; batch++) {
                        ledger.record(batch(name, batch));
                    }
                }));
            }
            for (Future<?> writer : done) {
                writer.get();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        LOG.infof(
                "%s events: %d in %s, %.0f a second",
                how, WRITERS * BATCHES * 1000, took, WRITERS * BATCHES * 1000 / (took.toMillis() / 1000.0));
    }

    private static List<UsageEvent> batch(String writer, int batch) {
        List<UsageEvent> events = new ArrayList<>(1000);
        for (int i = 0; i < 500; i++) {
            String resource = writer + "/" + batch + "/" + i;
            events.add(event(resource, UsageEventType.STARTED, T0));
            events.add(event(resource, UsageEventType.ENDED, T0.plusSeconds(3600)));
        }
        return events;
    }

    private static UsageEvent event(String resource, UsageEventType type, Instant at) {
        return new UsageEvent(
                new EventKey("bench", resource + "#" + type),
                type,
                at,
                resource,
                Component.STUDIO,
                "ml.t3.medium",
                1,
                "us-east-1",
                new Owner("recorded", "ann", "", "", "", Map.of()),
                "",
                "",
                "");
    }

    private void fill() {
        long begin = System.nanoTime();
        database.update("""
                INSERT INTO usage_event
                SELECT 'fill', n::text, '\\x00', 'started',
                       timestamptz '2026-03-01T00:00:00Z' + make_interval(days => n / 4 / ?, hours => n %% 4 * 3),
                       'i-' || n / 4 %% ? || '-' || n %% 2, 'studio',
                       CASE n %% 2 WHEN 0 THEN 'ml.t3.medium' ELSE 'ml.m5.large' END, 1, 'us-east-1', 'bench',
                       'user-' || n / 4 %% ?, '', 'team-' || n / 4 %% ? %% 100, '', '{}', '', '', '', now()
                FROM generate_series(0, ? - 1) AS n
                """.replace("%%", "%"), USERS, USERS, USERS, USERS, USERS * DAYS * 4);
        database.update("""
                INSERT INTO usage_interval (resource_id, started_at, ended_at, component, instance_type, instance_count,
                    region, domain_id, user_profile_name, space_name, team, project, tags, job_name, endpoint_name,
                    opening_source, opening_id)
                SELECT resource_id, time, time + interval '100 minutes', component, instance_type, instance_count, region,
                    domain_id, user_profile_name, space_name, team, project, tags, job_name, endpoint_name, source, id
                FROM usage_event WHERE source = 'fill'
                """);
        database.update("VACUUM ANALYZE usage_interval");
        LOG.infof("filled %d intervals in %s", USERS * DAYS * 4, Duration.ofNanos(System.nanoTime() - begin));
    }

    private void ask(List<Grouping> groupBy, CostFilter filter) {
        long begin = System.nanoTime();
        int rows = reports.costs(
                        new CostQuery(T0, T0.plus(Duration.ofDays(31)), groupBy, filter), Caller.admin("bench"))
                .costs()
                .rows()
                .size();
        LOG.infof(
                "%s of %s: %d rows in %d ms",
                groupBy, filter.userProfileName(), rows, (System.nanoTime() - begin) / 1_000_000);
    }
}
