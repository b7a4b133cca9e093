package dev.atelier.billing.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.identity.Caller;
import dev.atelier.billing.TestClock;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.CostRow;
import dev.atelier.billing.meter.Delivery;
import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.meter.UsageEvent;
import dev.atelier.billing.meter.UsageEventType;
import dev.atelier.billing.meter.UsageLedger;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceBook;
import dev.atelier.billing.price.PriceBooks;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.peak.Peak;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random events in random order, in random batches, some of them again and again, by several writers at once, with prices
 * that change in the middle: the bill is that of the {@link SlowBill}.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class LedgerPropertyTest {
    private static final Instant T0 = Instant.parse("2026-05-01T00:00:00Z");
    private static final int SECONDS = 400;
    private static final List<String> REGIONS = List.of("us-east-1", "ap-northeast-1");
    private static final BigDecimal UNIT = new BigDecimal("0.000000000001");
    private static final Caller ADMIN = Caller.admin("test");

    @Inject
    UsageLedger ledger;

    @Inject
    CostReports reports;

    @Inject
    PriceBooks prices;

    @Inject
    TestClock clock;

    @AfterEach
    void letTheClockRun() {
        clock.stop(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBillIsThatOfTheSlowCalculator(long seed) throws Exception {
        Random random = new Random(seed);
        String domain = "d-property-" + seed;
        List<SlowBill.PriceAt> priceList = importPrices(random, domain);
        List<UsageEvent> events = events(random, domain);
        Instant now = T0.plusSeconds(random.nextInt(SECONDS / 2, SECONDS));
        clock.stop(now);

        Delivery.inAnyOrder(ledger, events, random);

        SlowBill slow = new SlowBill(events, priceList);
        check(domain, slow, T0.minusSeconds(1), T0.plusSeconds(SECONDS + 10), now);
        for (int i = 0; i < 3; i++) {
            int start = random.nextInt(SECONDS);
            check(domain, slow, T0.plusSeconds(start), T0.plusSeconds(random.nextInt(start, SECONDS) + 1), now);
        }
    }

    private void check(String domain, SlowBill slow, Instant start, Instant end, Instant now) {
        Instant until = end.isBefore(now) ? end : now;
        // closed usage may lie after now, running usage counts up to now: the events end before now in this test
        List<SlowBill.Second> seconds = slow.seconds(start, until);
        check(domain, start, end, Grouping.RESOURCE, seconds, UsageEvent::resourceId);
        check(
                domain,
                start,
                end,
                Grouping.INSTANCE_TYPE,
                seconds,
                event -> event.usage().instanceType());
        check(
                domain,
                start,
                end,
                Grouping.USER,
                seconds,
                event -> event.usage().owner().userProfileName());
        check(
                domain,
                start,
                end,
                Grouping.TEAM,
                seconds,
                event -> event.usage().owner().team());
        check(
                domain,
                start,
                end,
                Grouping.REGION,
                seconds,
                event -> event.usage().region());
        check(domain, start, end, Grouping.JOB, seconds, event -> event.usage().jobName());
        checkApps(domain, start, end, seconds);
    }

    private void check(
            String domain,
            Instant start,
            Instant end,
            Grouping grouping,
            List<SlowBill.Second> seconds,
            Function<UsageEvent, String> group) {
        CostReport report = costs(domain, start, end, grouping);
        Map<String, BigDecimal> expected = SlowBill.sums(seconds, group);
        Map<String, CostRow> rows = rows(report);
        assertThat(rows.keySet()).as(grouping.code()).isEqualTo(expected.keySet());
        expected.forEach((name, priceSeconds) -> assertThat(rows.get(name)
                        .cost()
                        .value()
                        .subtract(hours(priceSeconds))
                        .abs())
                .as("%s %s", grouping.code(), name)
                .isLessThanOrEqualTo(UNIT));
        Map<String, Long> usage = seconds.stream()
                .collect(Collectors.groupingBy(
                        second -> group.apply(second.event()),
                        Collectors.summingLong(second -> second.event().usage().instanceCount())));
        rows.forEach((name, row) -> assertThat(row.usage().toSeconds()).isEqualTo(usage.get(name)));
        checkTotal(report, seconds);
    }

    private void checkApps(String domain, Instant start, Instant end, List<SlowBill.Second> seconds) {
        CostReport report = costs(domain, start, end, Grouping.APP);
        Map<String, BigDecimal> expected = SlowBill.sumsByMember(seconds);
        Map<String, CostRow> rows = rows(report);
        assertThat(rows.keySet()).isEqualTo(expected.keySet());
        // a share is even to the microsecond, so each cut may move one microsecond of at most 5 × 9.99 an hour
        BigDecimal tolerance = new BigDecimal("0.000001");
        expected.forEach((member, priceSeconds) -> assertThat(rows.get(member)
                        .cost()
                        .value()
                        .subtract(hours(priceSeconds))
                        .abs())
                .as("app %s", member)
                .isLessThan(tolerance));
        checkTotal(report, seconds);
    }

    private static void checkTotal(CostReport report, List<SlowBill.Second> seconds) {
        BigDecimal total = seconds.stream()
                .map(SlowBill.Second::priceSeconds)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(3600), 12, RoundingMode.HALF_EVEN);
        BigDecimal rows =
                report.costs().rows().stream().map(row -> row.cost().value()).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(rows).isEqualByComparingTo(total);
        assertThat(report.costs().totals().stream().map(Amount::value).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(total);
    }

    private CostReport costs(String domain, Instant start, Instant end, Grouping grouping) {
        CostFilter filter = new CostFilter(domain, "", "", "", "", "", "", "", "");
        return reports.costs(new CostQuery(start, end, List.of(grouping), filter), ADMIN);
    }

    private static Map<String, CostRow> rows(CostReport report) {
        return report.costs().rows().stream()
                .collect(Collectors.toMap(row -> row.group().getFirst(), Function.identity()));
    }

    private static BigDecimal hours(BigDecimal priceSeconds) {
        return priceSeconds.divide(BigDecimal.valueOf(3600), 20, RoundingMode.HALF_EVEN);
    }

    /** Types of this domain only, each with a price from the beginning, and two that change on the way. */
    private List<SlowBill.PriceAt> importPrices(Random random, String domain) {
        List<SlowBill.PriceAt> all = new ArrayList<>();
        List<Instant> changes = List.of(
                T0.minusSeconds(100), T0.plusSeconds(random.nextInt(SECONDS / 2)), T0.plusSeconds(SECONDS / 2 + 50));
        for (int version = 0; version < changes.size(); version++) {
            List<PriceBook.Entry> entries = new ArrayList<>();
            for (int type = version == 0 ? 0 : 1; type < 3; type++) {
                for (String region : REGIONS) {
                    PriceKey key = new PriceKey(type(domain, type), Component.STUDIO, region);
                    BigDecimal perHour = BigDecimal.valueOf(random.nextInt(1, 99_999), 4);
                    entries.add(new PriceBook.Entry(key, perHour, "USD", false, "test", "now"));
                    all.add(new SlowBill.PriceAt(
                            key, version == 0 ? PriceBooks.FIRST_VALID_FROM : changes.get(version), perHour));
                }
            }
            prices.importBook(new PriceBook(domain, "hash-" + version, entries), changes.get(version));
        }
        return all;
    }

    private static String type(String domain, int type) {
        return "ml." + domain + ".t" + type;
    }

    private static List<UsageEvent> events(Random random, String domain) {
        List<UsageEvent> events = new ArrayList<>();
        for (int resource = 0; resource < 8; resource++) {
            String id = domain + "/r" + resource;
            int many = random.nextInt(1, 12);
            // all before now, which lies in the second half
            List<Integer> times =
                    new ArrayList<>(IntStream.range(0, SECONDS / 2).boxed().toList());
            Collections.shuffle(times, random);
            for (int i = 0; i < many; i++) {
                UsageEventType type = switch (random.nextInt(5)) {
                    case 0, 1 -> UsageEventType.STARTED;
                    case 2 -> UsageEventType.ENDED;
                    case 3 -> UsageEventType.MEMBER_JOINED;
                    default -> UsageEventType.MEMBER_LEFT;
                };
                boolean member = type == UsageEventType.MEMBER_JOINED || type == UsageEventType.MEMBER_LEFT;
                events.add(new UsageEvent(
                        new EventKey("source-" + resource % 2, id + "#" + i),
                        type,
                        T0.plusSeconds(times.get(i)),
                        id,
                        new Usage(
                                Component.STUDIO,
                                type(domain, random.nextInt(3)),
                                random.nextInt(1, 5),
                                REGIONS.get(random.nextInt(2)),
                                new Owner(
                                        domain,
                                        "user-" + random.nextInt(3),
                                        "",
                                        random.nextBoolean() ? "team" : "",
                                        "",
                                        Map.of()),
                                random.nextBoolean() ? "job-" + random.nextInt(2) : "",
                                "",
                                0),
                        member ? id + "/app-" + random.nextInt(3) : "",
                        UsageEvent.Reversal.NONE,
                        Peak.NONE));
            }
        }
        return events;
    }
}
