package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import dev.atelier.platform.database.Database;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes everything again from the events, in one snapshot of the database, and compares: keys with events, events with the
 * digests of what was recorded, intervals and shares with the timelines of the events, sums by day with the intervals.
 */
@ApplicationScoped
class LedgerProof {
    private static final int PAGE = 1000;
    private static final int TIMEOUT_SECONDS = 3600;

    private final Database database;
    private final EventTable events;
    private final IntervalTable intervals;
    private final ShareTable shares;
    private final Clock clock;

    LedgerProof(Database database, EventTable events, IntervalTable intervals, ShareTable shares, Clock clock) {
        this.database = database;
        this.events = events;
        this.intervals = intervals;
        this.shares = shares;
        this.clock = clock;
    }

    @Transactional
    @TransactionConfiguration(timeout = TIMEOUT_SECONDS)
    LedgerIntegrity of() {
        database.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        Findings findings = new Findings();
        keys(findings);
        contents(findings);
        sums(findings);
        rollups(findings);
        strangers(findings);
        List<Resource> page = resourcesAfter(0);
        while (!page.isEmpty()) {
            findings.resources += page.size();
            check(page, findings);
            page = resourcesAfter(page.getLast().number());
        }
        return new LedgerIntegrity(
                Micros.truncate(clock.instant()),
                findings.events,
                findings.resources,
                findings.intervals,
                findings.problems,
                findings.count);
    }

    private record Resource(long number, String id) {}

    private List<Resource> resourcesAfter(long number) {
        return database.list(
                "SELECT number, resource_id FROM billed_resource WHERE number > ? ORDER BY number LIMIT ?",
                row -> new Resource(row.number("number"), row.text("resource_id")),
                number,
                PAGE);
    }

    private void keys(Findings findings) {
        findings.events = database.find("SELECT count(*) AS n FROM usage_event", row -> row.number("n"))
                .orElseThrow();
        database.list(
                        """
                        SELECT source, id, coalesce(e.n, 0) AS n, k.digest IS NOT NULL AS known
                        FROM (SELECT source, id, count(*) AS n FROM usage_event GROUP BY source, id) e
                        FULL JOIN usage_event_key k USING (source, id)
                        WHERE e.n IS DISTINCT FROM 1 OR k.digest IS NULL
                        """,
                        row -> "source '%s', id '%s': %d events, %s"
                                .formatted(
                                        row.text("source"),
                                        row.text("id"),
                                        row.number("n"),
                                        row.flag("known") ? "one key" : "no key"))
                .forEach(detail -> findings.add(LedgerProblem.Kind.KEY, "", detail));
    }

    /** Every event says what was recorded, heartbeats among them. */
    private void contents(Findings findings) {
        database.each(
                """
                SELECT e.*, a.component, a.instance_type, a.region, a.domain_id, a.user_profile_name, a.space_name,
                       a.team, a.project, a.tags, a.job_name, a.endpoint_name, k.digest
                FROM usage_event e
                JOIN usage_account a ON a.id = e.account_id
                JOIN usage_event_key k ON k.source = e.source AND k.id = e.id
                """,
                row -> new Read(EventTable.recorded(row).event(), new Fingerprint(row.bytes("digest"))),
                read -> {
                    if (!read.digest().equals(EventDigest.of(read.event()))) {
                        findings.add(
                                LedgerProblem.Kind.CONTENT,
                                read.event().resourceId(),
                                "event " + read.event().key() + " was changed");
                    }
                },
                List.of());
    }

    /** An event as it is, and the digest of what was recorded. */
    private record Read(UsageEvent event, Fingerprint digest) {}

    private void sums(Findings findings) {
        database.list(
                        """
                        SELECT day, account_id, member_id, s.micros AS found, x.micros AS expected
                        FROM (SELECT day, account_id, member_id,
                                     sum(micros) AS micros, sum(idle) AS idle, sum(saved) AS saved
                              FROM usage_day_sum GROUP BY day, account_id, member_id
                              HAVING (sum(micros), sum(idle), sum(saved)) IS DISTINCT FROM (0::numeric, 0::numeric, 0::numeric)) s
                        FULL JOIN usage_day_expected x USING (day, account_id, member_id)
                        WHERE (s.micros, s.idle, s.saved) IS DISTINCT FROM (x.micros, x.idle, x.saved)
                        """,
                        row -> "day %s, account %d, app '%s': %s microseconds instead of %s"
                                .formatted(
                                        row.text("day"),
                                        row.number("account_id"),
                                        row.text("member_id"),
                                        row.textOrNull("found"),
                                        row.textOrNull("expected")))
                .forEach(detail -> findings.add(LedgerProblem.Kind.SUM, "", detail));
    }

    /** The sums by month, and by day of pools, are those by day. */
    private void rollups(Findings findings) {
        follows(findings, "usage_month", "month", "account_id");
        follows(findings, "usage_pool_day", "day", "pool_id");
        quarters(findings);
        teams(findings);
    }

    /** The sums along the day, with what waits, are those of the intervals. */
    private void quarters(Findings findings) {
        database.list(
                        """
                        SELECT day, pool_id
                        FROM (SELECT day, pool_id, quarter, sum(q.micros) AS micros, sum(q.idle) AS idle, sum(q.saved) AS saved
                              FROM (SELECT *, 1 AS sign FROM usage_pool_quarter
                                    UNION ALL SELECT *, 1 FROM usage_quarters(true)
                                    UNION ALL SELECT *, -1 FROM usage_quarters(false)) AS s
                              CROSS JOIN LATERAL (
                                  SELECT quarter, sign * s.micros[quarter] AS micros, sign * s.idle[quarter] AS idle,
                                         sign * s.saved[quarter] AS saved
                                  FROM generate_series(1, 96) AS quarter) AS q (quarter, micros, idle, saved)
                              GROUP BY day, pool_id, quarter) AS difference
                        WHERE micros <> 0 OR idle <> 0 OR saved <> 0
                        GROUP BY day, pool_id
                        """,
                        row -> "usage_pool_quarter: day %s, pool %d: other sums along the day than of its intervals"
                                .formatted(row.text("day"), row.number("pool_id")))
                .forEach(detail -> findings.add(LedgerProblem.Kind.SUM, "", detail));
    }

    /** The sums of teams along the day are those of their pools. */
    private void teams(Findings findings) {
        database.list(
                        """
                        SELECT day, domain_id, team
                        FROM usage_team_quarter s
                        FULL JOIN usage_team_quarter_expected x
                            USING (day, component, instance_type, region, domain_id, team)
                        WHERE (s.micros, s.idle, s.saved) IS DISTINCT FROM (x.micros, x.idle, x.saved)
                        """,
                        row ->
                                "usage_team_quarter: day %s, domain %s, team '%s': other sums along the day than of its pools"
                                        .formatted(row.text("day"), row.text("domain_id"), row.text("team")))
                .forEach(detail -> findings.add(LedgerProblem.Kind.SUM, "", detail));
    }

    private void follows(Findings findings, String sums, String time, String owner) {
        database.list(
                        """
                        SELECT {time} AS time, {owner} AS owner, member_id, s.micros AS found, x.micros AS expected
                        FROM {sums} s FULL JOIN {sums}_expected x USING ({time}, {owner}, member_id)
                        WHERE (s.micros, s.idle, s.saved) IS DISTINCT FROM (x.micros, x.idle, x.saved)
                        """.replace("{sums}", sums).replace("{time}", time).replace("{owner}", owner),
                        row -> "%s: %s %s, %s %d, app '%s': %s microseconds instead of %s"
                                .formatted(
                                        sums,
                                        time,
                                        row.text("time"),
                                        owner,
                                        row.number("owner"),
                                        row.text("member_id"),
                                        row.textOrNull("found"),
                                        row.textOrNull("expected")))
                .forEach(detail -> findings.add(LedgerProblem.Kind.SUM, "", detail));
    }

    /** What belongs to resources that nobody knows, and is not met when they are gone through. */
    private void strangers(Findings findings) {
        database.list("""
                        SELECT DISTINCT resource_id FROM usage_event e
                        WHERE NOT EXISTS (SELECT FROM billed_resource r
                                          WHERE r.number = e.resource_number AND r.resource_id = e.resource_id)
                        UNION
                        SELECT DISTINCT resource_id FROM metered_interval i
                        WHERE NOT EXISTS (SELECT FROM billed_resource r
                                          WHERE r.number = i.resource_number AND r.resource_id = i.resource_id)
                        """, row -> row.text("resource_id"))
                .forEach(id -> findings.add(LedgerProblem.Kind.INTERVAL, id, "is not among the billed resources"));
        database.list("""
                        SELECT DISTINCT resource_number FROM metered_share s
                        WHERE NOT EXISTS (SELECT FROM billed_resource r WHERE r.number = s.resource_number)
                        """, row -> row.number("resource_number"))
                .forEach(number -> findings.add(
                        LedgerProblem.Kind.SHARE,
                        "",
                        "shares of the resource number %d, which is not known".formatted(number)));
    }

    private void check(List<Resource> page, Findings findings) {
        Long[] numbers = page.stream().map(Resource::number).toArray(Long[]::new);
        List<String> ids = page.stream().map(Resource::id).toList();
        Map<String, List<EventTable.Recorded>> recorded = events.ofResources(numbers);
        Map<String, Set<Interval>> storedIntervals = intervals.ofResources(numbers).stream()
                .collect(Collectors.groupingBy(stored -> stored.id().resourceId(), Collectors.toSet()));
        Map<String, Set<UsageShare>> storedShares = shares.ofResources(numbers).stream()
                .collect(Collectors.groupingBy(UsageShare::resourceId, Collectors.toSet()));
        for (String id : ids) {
            List<EventTable.Recorded> ofResource = recorded.getOrDefault(id, List.of());
            Map<EventKey, Long> accounts = new HashMap<>();
            ofResource.forEach(each -> accounts.put(each.event().key(), each.accountId()));
            Timeline timeline = Timeline.of(
                    ofResource.stream().map(EventTable.Recorded::event).toList());
            Set<Interval> wanted = Set.copyOf(Interval.of(timeline, accounts));
            Set<Interval> found = storedIntervals.getOrDefault(id, Set.of());
            findings.intervals += found.size();
            if (!wanted.equals(found)) {
                findings.add(LedgerProblem.Kind.INTERVAL, id, difference(wanted, found));
            }
            Set<UsageShare> wantedShares = new HashSet<>(timeline.shares());
            Set<UsageShare> foundShares = storedShares.getOrDefault(id, Set.of());
            if (!wantedShares.equals(foundShares)) {
                findings.add(LedgerProblem.Kind.SHARE, id, difference(wantedShares, foundShares));
            }
        }
    }

    private static String difference(Set<?> wanted, Set<?> found) {
        return "missing: %s; too many: %s".formatted(example(wanted, found), example(found, wanted));
    }

    /** How many of the one set are not in the other, and the first of them. */
    private static String example(Set<?> these, Set<?> others) {
        List<?> differing =
                these.stream().filter(each -> !others.contains(each)).toList();
        return differing.isEmpty() ? "none" : differing.size() + ", such as " + differing.getFirst();
    }

    private static final class Findings {
        private static final int KEPT = 100;

        private final List<LedgerProblem> problems = new ArrayList<>();
        private long count;
        private long events;
        private long resources;
        private long intervals;

        void add(LedgerProblem.Kind kind, String resourceId, String detail) {
            count++;
            if (problems.size() < KEPT) {
                problems.add(new LedgerProblem(kind, resourceId, detail));
            }
        }
    }
}
