package dev.atelier.billing.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.cost.CostRow;
import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.Events;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.meter.UsageEvent;
import dev.atelier.billing.meter.UsageEventType;
import dev.atelier.billing.meter.UsageLedger;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceBook;
import dev.atelier.billing.price.PriceBooks;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.peak.Peak;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Periods, tags, reversals, idle time and storage, on ml.t3.medium at 0.05 an hour. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class CostQuestionsTest {
    private static final Instant T0 = Instant.parse("2026-03-28T00:00:00Z");

    @Inject
    UsageLedger ledger;

    @Inject
    CostReports reports;

    @Inject
    PriceBooks prices;

    @Inject
    Database database;

    private final String domain = "d-" + UUID.randomUUID();

    @Test
    void costsAreToldApartByTheDaysOfATimeZone() {
        record(event("s", UsageEventType.STARTED, 0, ""), event("e", UsageEventType.ENDED, 72, ""));
        assertThat(rows(List.of(), Period.of("day", "Europe/Berlin")))
                .extracting(row -> row.group().getFirst() + " " + row.cost().text())
                .containsExactly("2026-03-28 1.15", "2026-03-29 1.15", "2026-03-30 1.2", "2026-03-31 0.1");
        assertThat(rows(List.of(), Period.of("month", "UTC")))
                .extracting(row -> row.cost().text())
                .containsExactly("3.6");
    }

    @Test
    void aTagIsAGroup() {
        record(event("s", UsageEventType.STARTED, 0, ""), event("e", UsageEventType.ENDED, 2, ""));
        assertThat(rows(List.of(new GroupBy.Tag("stage"), new GroupBy.Tag("it's")), null))
                .extracting(CostRow::group)
                .containsExactly(List.of("dev", ""));
    }

    @Test
    void aReversalTakesAnEventBackWhicheverComesFirst() {
        UsageEvent wrong = event("e", UsageEventType.ENDED, 50, "");
        UsageEvent reversal = wrong.reversedBy(new EventKey("operator", domain + "/r"), "The clock was wrong");
        record(event("s", UsageEventType.STARTED, 0, ""), wrong);
        assertThat(rows(List.of(), null).getFirst().cost().text()).isEqualTo("2.5");
        record(reversal, event("e2", UsageEventType.ENDED, 1, ""));
        assertThat(rows(List.of(), null).getFirst().cost().text()).isEqualTo("0.05");
        assertThat(database.list(
                        "SELECT reason FROM usage_event WHERE resource_id = ? AND type = 'reversed' AND recorded_by = 'test'",
                        row -> row.text("reason"),
                        domain + "/i"))
                .containsExactly("The clock was wrong");
    }

    @Test
    void idleTimeAndWhatSharingSavedAreParts() {
        record(
                event("s", UsageEventType.STARTED, 0, ""),
                event("j1", UsageEventType.MEMBER_JOINED, 0, "app-1"),
                event("j2", UsageEventType.MEMBER_JOINED, 24, "app-2"),
                event("b", UsageEventType.BUSY, 0, "app-1"),
                event("i", UsageEventType.IDLE, 30, "app-1"),
                event("e", UsageEventType.ENDED, 40, ""));
        CostRow fast = rows(List.of(Grouping.INSTANCE_TYPE), null).getFirst();
        CostRow slow = rows(List.of(Grouping.RESOURCE), null).getFirst();
        for (CostRow row : List.of(fast, slow)) {
            assertThat(row.cost().text()).isEqualTo("2");
            assertThat(row.idleCost().text()).isEqualTo("0.5");
            assertThat(row.sharingSaved().text()).isEqualTo("0.8");
        }
    }

    @Test
    void storageIsPricedByTheGbMonth() {
        PriceKey key = new PriceKey("test-volume-" + domain, Component.STORAGE, "us-east-1");
        prices.importBook(
                new PriceBook(
                        domain,
                        "1",
                        List.of(new PriceBook.Entry(key, new BigDecimal("0.3"), "USD", false, "test", "now"))),
                T0);
        record(storage("s", UsageEventType.STARTED, 0, 10L << 30, key), storage("e", UsageEventType.ENDED, 73, 0, key));
        CostRow row = rows(List.of(), null).getFirst();
        assertThat(row.cost().text()).isEqualTo("0.3");
        assertThat(row.gbMonths()).isEqualByComparingTo("1");
        assertThat(row.usage()).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "day"})
    void costsByAnythingComeInPagesThatMakeTheWhole(String period) {
        List<String> users = List.of("ann", "Bob", "zoë", "", "人", "\uD83D\uDE00", "\uFF21");
        for (String user : users) {
            Events instance = Events.of(domain + "/of-" + user, "ml.t3.medium", domain, user);
            ledger.record(
                    List.of(instance.started("s", Duration.ZERO), instance.ended("e", Duration.ofHours(20))), "test");
        }
        CostFilter filter = new CostFilter(domain, "", "", "", "", "", "", "", "");
        @Nullable Period by = period.isEmpty() ? null : Period.of(period, "Europe/Berlin");
        Instant end = Events.T0.plus(Duration.ofDays(1));
        List<GroupBy> groupBy = List.of(Grouping.USER, Grouping.INSTANCE_TYPE);
        CostQuery all = new CostQuery(Events.T0, end, groupBy, by, filter);
        List<CostRow> whole = reports.costs(all, Caller.admin("test")).costs().rows();
        List<CostRow> paged = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String token = null;
        do {
            CostReport page = reports.costs(
                    new CostQuery(Events.T0, end, groupBy, by, filter, PageRequest.of(3, token)), Caller.admin("test"));
            paged.addAll(page.costs().rows());
            sizes.add(page.costs().rows().size());
            token = page.nextPageToken();
        } while (token != null);
        assertThat(paged).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(sizes.subList(0, sizes.size() - 1)).containsOnly(3);
        assertThat(whole).hasSizeGreaterThanOrEqualTo(users.size());
    }

    @Test
    void aPageTokenOfAnotherQuestionIsRefused() {
        for (String user : List.of("ann", "bob")) {
            Events instance = Events.of(domain + "/of-" + user, "ml.t3.medium", domain, user);
            ledger.record(List.of(instance.started("s", Duration.ZERO)), "test");
        }
        CostFilter filter = new CostFilter(domain, "", "", "", "", "", "", "", "");
        Instant end = Events.T0.plus(Duration.ofDays(1));
        String token = reports.costs(
                        new CostQuery(Events.T0, end, List.of(Grouping.USER), null, filter, PageRequest.of(1, null)),
                        Caller.admin("test"))
                .nextPageToken();
        assertThatThrownBy(() -> reports.costs(
                        new CostQuery(Events.T0, end, List.of(Grouping.TEAM), null, filter, PageRequest.of(1, token)),
                        Caller.admin("test")))
                .hasMessageContaining("pageToken");
    }

    @Test
    void costsByResourceComeInPagesThatMakeTheWhole() {
        for (int i = 0; i < 5; i++) {
            Events instance = Events.of(domain + "/page-" + i, "ml.t3.medium", domain, "ann");
            ledger.record(
                    List.of(instance.started("s", Duration.ofMinutes(i)), instance.ended("e", Duration.ofHours(1 + i))),
                    "test");
        }
        CostFilter filter = new CostFilter(domain, "", "", "", "", "", "", "", "");
        Instant start = Events.T0;
        Instant end = start.plus(Duration.ofDays(1));
        List<CostRow> whole = reports.costs(
                        new CostQuery(start, end, List.of(Grouping.RESOURCE), null, filter), Caller.admin("test"))
                .costs()
                .rows();
        List<CostRow> paged = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String token = null;
        do {
            CostReport page = reports.costs(
                    new CostQuery(start, end, List.of(Grouping.RESOURCE), null, filter, PageRequest.of(2, token)),
                    Caller.admin("test"));
            paged.addAll(page.costs().rows());
            sizes.add(page.costs().rows().size());
            token = page.nextPageToken();
        } while (token != null);
        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(paged).hasSize(5).containsExactlyInAnyOrderElementsOf(whole);
        assertThatThrownBy(() -> new CostQuery(start, end, List.of(), null, filter, PageRequest.first()))
                .hasMessageContaining("pageSize");
    }

    @Test
    void theSumsByDayAreWhatTheIntervalsAddUpTo() {
        record(event("s", UsageEventType.STARTED, 0, ""), event("e", UsageEventType.ENDED, 31, ""));
        record(event("late", UsageEventType.ENDED, 26, ""));
        assertThat(database.list("""
                        SELECT day FROM (
                            SELECT day, account_id, sum(micros) AS micros, sum(idle) AS idle, sum(saved) AS saved
                            FROM usage_day_sum GROUP BY day, account_id HAVING sum(micros) <> 0
                        ) s FULL JOIN usage_day_expected x USING (day, account_id)
                        WHERE (s.micros, s.idle, s.saved) IS DISTINCT FROM (x.micros, x.idle, x.saved)
                          AND account_id IN (SELECT id FROM usage_account WHERE domain_id = ?)
                        """, row -> row.text("day"), domain)).isEmpty();
    }

    private void record(UsageEvent... events) {
        for (UsageEvent event : events) {
            assertThat(ledger.record(List.of(event), "test").accepted()).isEqualTo(1);
        }
    }

    private List<CostRow> rows(List<GroupBy> groupBy, @Nullable Period period) {
        CostFilter filter = new CostFilter(domain, "", "", "", "", "", "", "", "");
        Instant end = T0.plus(Duration.ofDays(5));
        return reports.costs(new CostQuery(T0, end, groupBy, period, filter), Caller.admin("test"))
                .costs()
                .rows();
    }

    private UsageEvent event(String id, UsageEventType type, int hour, String member) {
        return event(id, type, hour, new PriceKey("ml.t3.medium", Component.STUDIO, "us-east-1"), member, 0);
    }

    private UsageEvent storage(String id, UsageEventType type, int hour, long bytes, PriceKey key) {
        return event(id, type, hour, key, "", bytes);
    }

    private UsageEvent event(String id, UsageEventType type, int hour, PriceKey key, String member, long bytes) {
        return new UsageEvent(
                new EventKey("test", domain + "/" + id),
                type,
                T0.plus(Duration.ofHours(hour)),
                domain + "/i",
                new Usage(
                        key.component(),
                        key.instanceType(),
                        1,
                        key.region(),
                        new Owner(domain, "ann", "", "", "", Map.of("stage", "dev")),
                        "",
                        "",
                        bytes),
                member,
                UsageEvent.Reversal.NONE,
                Peak.NONE);
    }
}
