package dev.atelier.billing.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.identity.Caller;
import dev.atelier.billing.TestClock;
import dev.atelier.billing.cost.CostRow;
import dev.atelier.billing.meter.Delivery;
import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.LedgerCheck;
import dev.atelier.billing.meter.Merging;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.meter.UsageEvent;
import dev.atelier.billing.meter.UsageEventType;
import dev.atelier.billing.meter.UsageLedger;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceBook;
import dev.atelier.billing.price.PriceBooks;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.billing.report.SlowLedger.Fraction;
import dev.atelier.billing.report.SlowLedger.Minute;
import dev.atelier.platform.peak.Peak;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random usage over days on which calendars are awkward, in random order, again and again, by several writers: whatever is
 * asked, the answer is that of the {@link SlowLedger}, to the last digit. On the way prices change, instances are shared,
 * idle and resized, storage grows, events are taken back, some come early, and some usage still runs.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class CalendarPropertyTest {
    private static final int DAYS = 4;
    private static final int MINUTES = DAYS * 24 * 60;
    private static final int RESOURCES = 8;
    private static final int QUESTIONS = 12;
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1");
    private static final BigDecimal UNIT = new BigDecimal("0.000000000001");

    @Inject
    UsageLedger ledger;

    @Inject
    CostReports reports;

    @Inject
    PriceBooks prices;

    @Inject
    LedgerCheck check;

    @Inject
    Merging sums;

    @Inject
    TestClock clock;

    @AfterEach
    void letTheClockRun() {
        clock.stop(null);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2028-02-27, Europe/Berlin",
        "2, 2028-02-27, UTC",
        "3, 2026-03-27, Europe/Berlin",
        "4, 2026-10-23, Europe/Berlin",
        "5, 2026-10-30, America/New_York",
        "6, 2026-12-30, Asia/Kathmandu",
        "7, 2026-04-03, Australia/Lord_Howe",
        "8, 2027-02-26, Pacific/Apia"
    })
    void everyAnswerIsThatOfTheSlowLedger(long seed, String firstDay, String zone) throws Exception {
        Random random = new Random(seed);
        Instant first = LocalDate.parse(firstDay).atStartOfDay(ZoneId.of("UTC")).toInstant();
        String domain = "d-calendar-" + seed;
        List<SlowLedger.PriceAt> priceList = importPrices(random, domain, first);
        List<UsageEvent> events = events(random, domain, first);
        Instant now = first.plus(Duration.ofMinutes(random.nextInt(MINUTES / 2, MINUTES)));
        clock.stop(now);

        Delivery.inAnyOrder(ledger, events, random);

        List<Minute> minutes =
                new SlowLedger(events, priceList, now).minutes(first, first.plus(Duration.ofMinutes(MINUTES + 60)));
        assertThat(minutes).isNotEmpty();
        List<Question> questions = new ArrayList<>();
        for (int question = 0; question < QUESTIONS; question++) {
            int from = random.nextInt(MINUTES / 2);
            int to = random.nextInt(from, MINUTES) + 1;
            ZoneId calendar = ZoneId.of(question % 4 == 0 ? "UTC" : zone);
            boolean months = question % 4 < 2;
            questions.add(Question.random(
                    random,
                    domain,
                    months ? startOfMonth(first, calendar) : first.plus(Duration.ofMinutes(from)),
                    months
                            ? startOfMonth(first.plus(Duration.ofDays(40)), calendar)
                            : first.plus(Duration.ofMinutes(to)),
                    calendar));
        }
        questions.add(Question.random(random, domain, startOfMonth(first, ZoneOffset.UTC), now, ZoneId.of(zone)));
        questions.forEach(question -> checkAnswer(question, minutes));
        sums.merge();
        questions.forEach(question -> checkAnswer(question, minutes));
        assertThat(check.check(Caller.admin("test")).problems()).isEmpty();
    }

    private static Instant startOfMonth(Instant time, ZoneId zone) {
        return YearMonth.from(time.atZone(zone)).atDay(1).atStartOfDay(zone).toInstant();
    }

    /** A question, and how to answer it minute by minute. */
    private record Question(CostQuery query, List<Function<Minute, String>> groups, boolean byApp) {
        private static final List<Period.Unit> UNITS = List.of(Period.Unit.HOUR, Period.Unit.DAY, Period.Unit.MONTH);
        private static final Map<GroupBy, Function<Minute, String>> GROUPS = Map.of(
                Grouping.RESOURCE,
                minute -> minute.resourceId(),
                Grouping.USER,
                minute -> minute.usage().owner().userProfileName(),
                Grouping.DOMAIN,
                minute -> minute.usage().owner().domainId(),
                Grouping.SPACE,
                minute -> minute.usage().owner().spaceName(),
                Grouping.TEAM,
                minute -> minute.usage().owner().team(),
                Grouping.PROJECT,
                minute -> minute.usage().owner().project(),
                Grouping.INSTANCE_TYPE,
                minute -> minute.usage().instanceType(),
                Grouping.REGION,
                minute -> minute.usage().region(),
                Grouping.COMPONENT,
                minute -> minute.usage().key().component().code(),
                new GroupBy.Tag("stage"),
                minute -> minute.usage().owner().tags().getOrDefault("stage", ""));

        static Question random(Random random, String domain, Instant start, Instant end, ZoneId zone) {
            List<GroupBy> by = new ArrayList<>(GROUPS.keySet().stream()
                    .sorted(java.util.Comparator.comparing(GroupBy::code))
                    .toList());
            Collections.shuffle(by, random);
            by = new ArrayList<>(by.subList(0, random.nextInt(3)));
            boolean byApp = random.nextInt(4) == 0;
            if (byApp) {
                by.add(Grouping.APP);
            }
            @Nullable
            Period period = random.nextInt(3) == 0 ? null : new Period(UNITS.get(random.nextInt(UNITS.size())), zone);
            List<GroupBy> complete = GroupBy.complete(by, period != null);
            List<Function<Minute, String>> groups = new ArrayList<>();
            for (GroupBy each : complete) {
                if (each instanceof GroupBy.InPeriod) {
                    groups.add(minute -> name(Objects.requireNonNull(period), minute.at()));
                } else if (each != Grouping.APP) {
                    groups.add(Objects.requireNonNull(GROUPS.get(each)));
                }
            }
            CostFilter filter = new CostFilter(
                    domain,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    random.nextInt(4) == 0 ? "space-1" : "",
                    new TreeMap<>(random.nextInt(4) == 0 ? Map.of("stage", "dev") : Map.of()));
            return new Question(new CostQuery(start, end, by, period, filter), groups, byApp);
        }

        /** What the calendar on the wall says at a time. */
        private static String name(Period period, Instant at) {
            return switch (period.unit()) {
                case MONTH -> YearMonth.from(at.atZone(period.zone())).toString();
                case DAY -> at.atZone(period.zone()).toLocalDate().toString();
                case HOUR -> {
                    // back to when the clock struck, or was put forward or back
                    Instant struck = at;
                    while (struck.atZone(period.zone()).getMinute() != 0
                            && struck.minusSeconds(60)
                                    .atZone(period.zone())
                                    .getOffset()
                                    .equals(at.atZone(period.zone()).getOffset())) {
                        struck = struck.minusSeconds(60);
                    }
                    yield struck.toString();
                }
            };
        }

        boolean matches(Minute minute) {
            CostFilter filter = query.filter();
            return !minute.at().isBefore(Objects.requireNonNull(query.start()))
                    && minute.at().isBefore(Objects.requireNonNull(query.end()))
                    && (filter.spaceName().isEmpty()
                            || filter.spaceName().equals(minute.usage().owner().spaceName()))
                    && minute.usage()
                            .owner()
                            .tags()
                            .entrySet()
                            .containsAll(filter.tags().entrySet());
        }

        List<String> group(Minute minute) {
            return groups.stream().map(group -> group.apply(minute)).toList();
        }
    }

    /** The sums of a group in a currency, over the denominator. */
    private static final class Sums {
        private BigDecimal cost = BigDecimal.ZERO;
        private BigDecimal idle = BigDecimal.ZERO;
        private BigDecimal saved = BigDecimal.ZERO;
        private BigInteger stored = BigInteger.ZERO;
        private long instanceMinutes;

        /** A share of a minute: one of so many. */
        void add(Minute minute, int shares) {
            BigDecimal part = minute.cost().divide(BigDecimal.valueOf(shares));
            cost = cost.add(part);
            idle = minute.idle() ? idle.add(part) : idle;
            saved = saved.add(part.multiply(
                    BigDecimal.valueOf(Math.max(1, minute.members().size()) - 1L)));
            if (minute.storage()) {
                stored = stored.add(minute.units().divide(BigInteger.valueOf(shares)));
            } else {
                instanceMinutes += minute.usage().instanceCount() * 60_000_000L / shares;
            }
        }
    }

    private void checkAnswer(Question question, List<Minute> minutes) {
        Map<List<String>, Sums> expected = new HashMap<>();
        List<GroupBy> complete =
                GroupBy.complete(question.query().groupBy(), question.query().period() != null);
        for (Minute minute : minutes) {
            if (question.matches(minute)) {
                List<String> members = !question.byApp() || minute.members().isEmpty() ? List.of("") : minute.payers();
                for (String member : members) {
                    List<String> key = new ArrayList<>(question.group(minute));
                    if (question.byApp()) {
                        key.add(complete.indexOf(Grouping.APP), member);
                    }
                    key.add(minute.price().currency());
                    expected.computeIfAbsent(key, _ -> new Sums()).add(minute, members.size());
                }
            }
        }
        CostReport report = reports.costs(question.query(), Caller.admin("test"));
        assertThat(report.groupBy()).isEqualTo(complete);
        Map<List<String>, CostRow> rows = new HashMap<>();
        report.costs().rows().forEach(row -> {
            List<String> key = new ArrayList<>(row.group());
            key.add(row.cost().currency());
            assertThat(rows.put(key, row)).isNull();
        });
        assertThat(rows.keySet()).as("%s", question.query()).isEqualTo(expected.keySet());
        expected.forEach((key, sums) -> {
            CostRow row = Objects.requireNonNull(rows.get(key));
            assertThat(row.usage()).isEqualTo(Duration.of(sums.instanceMinutes, ChronoUnit.MICROS));
            assertThat(row.gbMonths()).isEqualByComparingTo(rounded(new BigDecimal(sums.stored)));
            assertThat(row.idleCost().value()).isEqualByComparingTo(rounded(sums.idle));
            assertThat(row.sharingSaved().value()).isEqualByComparingTo(rounded(sums.saved));
        });
        report.costs().totals().forEach(total -> checkAmounts(total.currency(), total.value(), expected, rows));
        assertThat(report.costs().totals()).hasSize((int)
                expected.keySet().stream().map(List::getLast).distinct().count());
    }

    /** The total is the exact sum, rounded once; the rows are cut, and the units missing went to those that lost most. */
    private static void checkAmounts(
            String currency, BigDecimal total, Map<List<String>, Sums> expected, Map<List<String>, CostRow> rows) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal shown = BigDecimal.ZERO;
        @Nullable BigDecimal leastRaised = null;
        BigDecimal mostCut = BigDecimal.ZERO;
        for (Map.Entry<List<String>, Sums> entry : expected.entrySet()) {
            if (entry.getKey().getLast().equals(currency)) {
                Fraction exact = new Fraction(entry.getValue().cost);
                BigDecimal amount =
                        Objects.requireNonNull(rows.get(entry.getKey())).cost().value();
                BigDecimal raised = amount.subtract(exact.rounded(RoundingMode.FLOOR));
                if (raised.signum() == 0) {
                    mostCut = mostCut.max(exact.lost());
                } else {
                    assertThat(raised).isEqualByComparingTo(UNIT);
                    leastRaised = leastRaised == null ? exact.lost() : leastRaised.min(exact.lost());
                }
                sum = sum.add(entry.getValue().cost);
                shown = shown.add(amount);
            }
        }
        assertThat(total).isEqualByComparingTo(rounded(sum));
        assertThat(shown).as("the rows add up").isEqualByComparingTo(total);
        if (leastRaised != null) {
            assertThat(leastRaised).isGreaterThanOrEqualTo(mostCut);
        }
    }

    private static BigDecimal rounded(BigDecimal over) {
        return new Fraction(over).rounded(RoundingMode.HALF_EVEN);
    }

    /** Two instance types and one volume in two regions; the second type and the volume become dearer, once at midnight. */
    private List<SlowLedger.PriceAt> importPrices(Random random, String domain, Instant first) {
        List<SlowLedger.PriceAt> all = new ArrayList<>();
        List<Instant> changes = List.of(
                first.minusSeconds(100),
                first.plus(Duration.ofMinutes(random.nextInt(MINUTES / 2))),
                first.plus(Duration.ofDays(DAYS / 2 + 1L)));
        for (int version = 0; version < changes.size(); version++) {
            List<PriceBook.Entry> entries = new ArrayList<>();
            for (int type = version == 0 ? 0 : 1; type < 3; type++) {
                for (String region : REGIONS) {
                    PriceKey key = new PriceKey(type(domain, type), component(type), region);
                    BigDecimal price = BigDecimal.valueOf(random.nextInt(1, 99_999), 4);
                    String currency = region.startsWith("eu") ? "EUR" : "USD";
                    entries.add(new PriceBook.Entry(key, price, currency, false, "test", "now"));
                    all.add(new SlowLedger.PriceAt(
                            key, version == 0 ? PriceBooks.FIRST_VALID_FROM : changes.get(version), price, currency));
                }
            }
            prices.importBook(new PriceBook(domain, "hash-" + version, entries), changes.get(version));
        }
        return all;
    }

    private static String type(String domain, int type) {
        return domain + ".t" + type;
    }

    private static Component component(int type) {
        return type == 2 ? Component.STORAGE : Component.STUDIO;
    }

    private static List<UsageEvent> events(Random random, String domain, Instant first) {
        List<UsageEvent> events = new ArrayList<>();
        for (int resource = 0; resource < RESOURCES; resource++) {
            String id = domain + "/r" + resource;
            List<Integer> minutes =
                    new ArrayList<>(IntStream.range(0, MINUTES).boxed().toList());
            Collections.shuffle(minutes, random);
            int many = random.nextInt(2, 16);
            for (int i = 0; i < many; i++) {
                UsageEvent event = event(random, domain, id, i, first.plus(Duration.ofMinutes(minutes.get(i))));
                events.add(event);
                if (random.nextInt(8) == 0) {
                    events.add(event.reversedBy(new EventKey("operator", id + "#r" + i), "it was wrong"));
                }
            }
        }
        return events;
    }

    private static UsageEvent event(Random random, String domain, String resource, int number, Instant at) {
        UsageEventType type = switch (random.nextInt(number == 0 ? 2 : 9)) {
            case 0, 1, 2 -> UsageEventType.STARTED;
            case 3 -> UsageEventType.ENDED;
            case 4, 5 -> UsageEventType.MEMBER_JOINED;
            case 6 -> UsageEventType.MEMBER_LEFT;
            case 7 -> UsageEventType.BUSY;
            default -> UsageEventType.IDLE;
        };
        boolean needsMember = type == UsageEventType.MEMBER_JOINED || type == UsageEventType.MEMBER_LEFT;
        boolean mayHaveMember = needsMember || type == UsageEventType.BUSY || type == UsageEventType.IDLE;
        String member = mayHaveMember ? resource + "/app-" + random.nextInt(3) : "";
        int price = random.nextInt(3);
        return new UsageEvent(
                new EventKey("source-" + resource.length() % 2, resource + "#" + number),
                type,
                at,
                resource,
                new Usage(
                        component(price),
                        type(domain, price),
                        price == 2 ? 1 : random.nextInt(1, 5),
                        REGIONS.get(random.nextInt(2)),
                        new Owner(
                                domain,
                                "user-" + random.nextInt(3),
                                "space-" + random.nextInt(2),
                                "team-" + random.nextInt(2),
                                "project-" + random.nextInt(2),
                                random.nextBoolean()
                                        ? Map.of("stage", random.nextBoolean() ? "dev" : "live")
                                        : Map.of()),
                        "",
                        "",
                        price == 2 ? random.nextLong(1, 1L << 42) : 0),
                needsMember || random.nextBoolean() ? member : "",
                UsageEvent.Reversal.NONE,
                Peak.NONE);
    }
}
