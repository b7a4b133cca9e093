package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.cost.CostTable;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.meter.UsageEventDraft;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Costs of the ledger. What runs counts up to now, or up to the end of the period when that is earlier. */
@ApplicationScoped
public class CostReports {
    /** The most rows of an answer. */
    private static final int MAX_ROWS = 100_000;

    private final Database database;
    private final UsageSums sums;
    private final UsedResources resources;
    private final Clock clock;

    CostReports(Database database, UsageSums sums, UsedResources resources, Clock clock) {
        this.database = database;
        this.resources = resources;
        this.sums = sums;
        this.clock = clock;
    }

    /**
     * Answers from what the caller may see.
     *
     * @throws AtelierException {@code VALIDATION}, {@code PERMISSION_DENIED}, or {@code UNKNOWN_PRICE} when some of the
     *     usage has no price
     */
    public CostReport costs(CostQuery query, Caller caller) {
        CostFilter filter = query.filter().visibleTo(caller);
        Instant now = Micros.truncate(clock.instant());
        Instant asked = query.end();
        Instant end = asked == null ? now : Micros.truncate(asked);
        Instant start = start(query.start(), end, filter);
        Period period = query.period();
        List<GroupBy> groupBy = GroupBy.complete(query.groupBy(), period != null);
        List<Period.Bucket> buckets = period == null ? whole(start, end) : period.cut(start, end);
        PageRequest asksFor = query.page();
        boolean byResource = groupBy.contains(Grouping.RESOURCE);
        List<UsageSums.Line> lines;
        String nextPage = null;
        if (asksFor == null) {
            if (byResource && resources.moreThan(MAX_ROWS, filter, start, end, now)) {
                throw tooMany();
            }
            lines = lines(buckets, now, groupBy, filter, null, null);
        } else if (byResource) {
            Page<Long> page = resources.page(filter, start, end, now, asksFor);
            lines = lines(buckets, now, groupBy, filter, page.items(), null);
            nextPage = page.nextPageToken();
        } else {
            GroupPage groups = new GroupPage(asksFor, groupBy, buckets);
            Page<List<UsageSums.Line>> page = groups.cut(lines(buckets, now, groupBy, filter, null, groups));
            lines = page.items().stream().flatMap(List::stream).toList();
            nextPage = page.nextPageToken();
        }
        requirePrices(lines);
        CostTable costs = CostTable.of(lines.stream().map(UsageSums.Line::cost).toList());
        if (costs.rows().size() > MAX_ROWS) {
            throw tooMany();
        }
        return new CostReport(start, end, groupBy, costs, nextPage);
    }

    /** The time in which usage can be: what sums there are of it is told month by month. */
    private static List<Period.Bucket> whole(Instant start, Instant end) {
        Instant from = start.isBefore(UsageEventDraft.EARLIEST) ? UsageEventDraft.EARLIEST : start;
        return from.isBefore(end) ? List.of(new Period.Bucket("", from, end)) : List.of();
    }

    private static void requirePrices(List<UsageSums.Line> lines) {
        Set<PriceKey> unknown = new TreeSet<>(Comparator.comparing(PriceKey::toString));
        for (UsageSums.Line line : lines) {
            PriceKey key = line.unpriced();
            if (key != null && !key.free()) {
                unknown.add(key);
            }
        }
        if (!unknown.isEmpty()) {
            throw PriceKey.unknown(unknown);
        }
    }

    private static AtelierException tooMany() {
        return AtelierException.invalid(
                "groupBy", "gives more than " + MAX_ROWS + " rows: narrow the question, or ask in pages (pageSize)");
    }

    /** Asks again when a price changed while the ledger was read. */
    private List<UsageSums.Line> lines(
            List<Period.Bucket> buckets,
            Instant now,
            List<GroupBy> groupBy,
            CostFilter filter,
            @Nullable List<Long> resources,
            @Nullable GroupPage page) {
        if (buckets.isEmpty()) {
            return List.of();
        }
        KnownSums known = KnownSums.of(groupBy, filter);
        Instant start = buckets.getFirst().start();
        Instant end = buckets.getLast().end();
        Set<Instant> before;
        Set<Instant> changes = sums.priceChanges(start, end);
        List<UsageSums.Line> lines;
        do {
            before = changes;
            lines = sums.lines(CostWindow.of(buckets, known, changes, now), now, groupBy, filter, resources, page);
            changes = sums.priceChanges(start, end);
        } while (!changes.equals(before));
        return lines;
    }

    private Instant start(@Nullable Instant asked, Instant end, CostFilter filter) {
        if (asked != null) {
            Instant start = Micros.truncate(asked);
            if (!start.isBefore(end)) {
                throw AtelierException.invalid("start", "must be before the end, " + end);
            }
            return start;
        }
        SqlText sql = filter.resourceId().isEmpty()
                ? new SqlText().add("""
                        SELECT min(i.started_at) AS first
                        FROM usage_account a
                        CROSS JOIN LATERAL (SELECT started_at FROM metered_interval WHERE account_id = a.id
                                            ORDER BY started_at LIMIT 1) AS i
                        WHERE i.started_at < ?
                        """, end).add(filter.onAccounts())
                : new SqlText().add("""
                        SELECT min(i.started_at) AS first
                        FROM metered_interval i JOIN usage_account a ON a.id = i.account_id WHERE i.started_at < ?
                        """, end).add(filter.onIntervals());
        return database.list(sql.toString(), row -> Optional.ofNullable(row.timeOrNull("first")), sql.parameters())
                .getFirst()
                .orElse(end);
    }
}
