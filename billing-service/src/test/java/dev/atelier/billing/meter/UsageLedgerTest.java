package dev.atelier.billing.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.identity.Caller;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.DatabaseException;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class UsageLedgerTest {
    @Inject
    UsageLedger ledger;

    @Inject
    Database database;

    @Inject
    ShareUpdate update;

    @Inject
    LedgerCheck check;

    private final Events instance = Events.of("i-" + UUID.randomUUID(), "ml.t3.medium", "d-ledger", "ann");

    @Test
    void anEventIsAcceptedOnce() {
        List<UsageEvent> events = List.of(instance.started("s", m(0)), instance.ended("e", m(5)));
        assertThat(ledger.record(events, "test")).isEqualTo(new Receipt(2, 0, List.of()));
        assertThat(ledger.record(events, "test")).isEqualTo(new Receipt(0, 2, List.of()));
        assertThat(count("usage_event")).isEqualTo(2);
        assertThat(count("usage_interval")).isEqualTo(1);
    }

    @Test
    void theSameKeyWithAnotherPayloadIsReportedAndNeverApplied() {
        ledger.record(List.of(instance.started("s", m(0)), instance.ended("e", m(5))), "test");

        UsageEvent other = instance.ended("e", m(50));
        Receipt receipt = ledger.record(List.of(other, instance.heartbeat("h", m(6))), "test");

        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(receipt.conflicts()).extracting(UsageConflict::key).containsExactly(other.key());
        assertThat(ends()).containsExactly(Events.T0.plus(m(5)));
        assertThat(lastSeen()).isEqualTo(Events.T0.plus(m(6)));
    }

    @Test
    void sharesOfAnOlderRuleAreWorkedOutAgain() {
        ledger.record(
                List.of(
                        instance.started("s", m(0)),
                        instance.joined("j1", m(0), "a" + instance.resourceId()),
                        instance.joined("j2", m(0), "b" + instance.resourceId()),
                        instance.busy("b", m(2), "a" + instance.resourceId()),
                        instance.ended("e", m(5))),
                "test");
        List<String> now = partsOfApps();
        assertThat(now).containsExactly("a 240000000", "b 60000000");
        String id = instance.resourceId();
        database.update("""
                WITH closed AS (
                    SELECT i.account_id, s.* FROM metered_share s JOIN metered_interval i USING (resource_number)
                    WHERE i.resource_id = ?)
                INSERT INTO usage_delta (account_id, member_id, started_at, ended_at, quantity, part, parts, payer, payers, idle)
                SELECT account_id, member_id, started_at, ended_at, -1, part, parts, payer, payers, idle FROM closed
                UNION ALL
                SELECT account_id, member_id, started_at, ended_at, 1, part, parts, part, parts, idle FROM closed
                """, id);
        String ofResource = "(SELECT number FROM billed_resource WHERE resource_id = ?)";
        database.update(
                "UPDATE metered_share SET payer = part, payers = parts WHERE resource_number = " + ofResource, id);
        assertThat(partsOfApps()).containsExactly("a 150000000", "b 150000000");

        database.update("INSERT INTO outdated_share SELECT " + ofResource, id);
        update.run();

        assertThat(partsOfApps()).isEqualTo(now);
        assertThat(database.list(
                        "SELECT 1 AS one FROM outdated_share WHERE resource_number = " + ofResource,
                        row -> row.integer("one"),
                        id))
                .isEmpty();
        assertThat(check.check(Caller.admin("test")).problems())
                .noneMatch(problem -> problem.resourceId().equals(id));
    }

    /** Microseconds of each app. */
    private List<String> partsOfApps() {
        return database.list(
                """
                SELECT left(member_id, 1) AS app, sum(micros) AS micros FROM usage_day_sum
                WHERE member_id IN ('a' || ?, 'b' || ?) GROUP BY member_id ORDER BY 1
                """,
                row -> row.text("app") + " " + row.decimal("micros").toPlainString(),
                instance.resourceId(),
                instance.resourceId());
    }

    @Test
    void twoPayloadsOfOneKeyInOneBatchConflict() {
        UsageEvent first = instance.started("s", m(0));
        Receipt receipt = ledger.record(List.of(first, instance.started("s", m(1)), first), "test");
        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(receipt.duplicates()).isEqualTo(1);
        assertThat(receipt.conflicts()).extracting(UsageConflict::key).containsExactly(first.key());
    }

    @Test
    void ofManyEventsThoseThatAreThereAlreadyHaveNoEffect() {
        List<UsageEvent> many = IntStream.range(0, 600)
                .mapToObj(i -> instance.heartbeat("h%03d".formatted(i), m(i)))
                .toList();
        ledger.record(many.subList(100, 200), "test");
        List<UsageEvent> batch = new ArrayList<>(many);
        batch.set(150, instance.heartbeat("h150", m(9)));
        Receipt receipt = ledger.record(batch, "test");
        assertThat(receipt.accepted()).isEqualTo(500);
        assertThat(receipt.duplicates()).isEqualTo(99);
        assertThat(receipt.conflicts())
                .extracting(UsageConflict::key)
                .containsExactly(many.get(150).key());
        assertThat(ledger.record(many, "test")).isEqualTo(new Receipt(0, 600, List.of()));
        assertThat(count("usage_event")).isEqualTo(600);
    }

    @Test
    void whatArrivesLateIsAppliedThen() {
        ledger.record(List.of(instance.ended("e", m(9)), instance.joined("j", m(2), "app-1")), "test");
        assertThat(count("usage_interval")).isZero();

        ledger.record(List.of(instance.started("s", m(0))), "test");
        assertThat(ends()).containsExactly(Events.T0.plus(m(9)));
        assertThat(count("usage_share")).as("nobody, then app-1").isEqualTo(2);

        ledger.record(List.of(instance.left("l", m(4), "app-1")), "test");
        assertThat(count("usage_share")).as("nobody, app-1, nobody").isEqualTo(3);
    }

    @Test
    void aHeartbeatIsOnlySeen() {
        ledger.record(List.of(instance.heartbeat("h2", m(7)), instance.heartbeat("h1", m(3))), "test");
        assertThat(lastSeen()).isEqualTo(Events.T0.plus(m(7)));
        assertThat(count("usage_interval")).isZero();
    }

    @Test
    void theDatabaseItselfRefusesOverlappingIntervals() {
        ledger.record(List.of(instance.started("s", m(0)), instance.ended("e", m(5))), "test");
        assertThat(insertInterval(m(5), m(6), m(5))).as("an adjacent interval").isEqualTo(1);
        deleteInterval(m(5));
        assertRefused("begins before the end that it follows", m(4), m(7), m(5));
        assertRefused("a second first one", m(4), m(7), null);
        assertRefused("a second first one, before the other", m(-9), m(-8), null);
        assertRefused("follows an end that is none", m(4), m(7), m(3));
        assertThat(insertInterval(m(6), null, m(5))).as("one that is open").isEqualTo(1);
        assertRefused("a second one after the same end", m(7), m(8), m(5));
        assertRefused("a second open one", m(9), null, m(8));
        assertThatThrownBy(() -> database.update(
                        "UPDATE metered_interval SET ended_at = ended_at + interval '2 minutes' "
                                + "WHERE resource_id = ? AND started_at = ?",
                        instance.resourceId(),
                        Events.T0))
                .as("an end that moves away from under the next one")
                .hasMessageContaining("usage_interval_no_overlap");
        deleteInterval(m(6));
    }

    private void deleteInterval(Duration start) {
        database.update(
                "DELETE FROM metered_interval WHERE resource_id = ? AND started_at = ?",
                instance.resourceId(),
                Events.T0.plus(start));
    }

    private void assertRefused(String what, Duration start, @Nullable Duration end, @Nullable Duration previousEnd) {
        assertThatThrownBy(() -> insertInterval(start, end, previousEnd))
                .as(what)
                .asInstanceOf(InstanceOfAssertFactories.type(DatabaseException.class))
                .satisfies(refused -> assertThat(refused.sqlState()).isIn("23503", "23505", "23514"))
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .contains("usage_interval_no_overlap");
    }

    @Test
    void theDatabaseItselfRefusesTwoSharesOfAMemberAtOnce() {
        ledger.record(List.of(instance.started("s", m(0)), instance.joined("j", m(1), "app-1")), "test");
        assertThatThrownBy(() -> database.update("""
                        INSERT INTO metered_share (resource_number, member_id, started_at, ended_at, part, parts, payer, payers)
                        SELECT number, 'app-1', ?, null, 0, 1, 0, 1 FROM billed_resource WHERE resource_id = ?
                        """, Events.T0.plus(m(3)), instance.resourceId()))
                .hasMessageContaining("usage_share_no_overlap");
    }

    @Test
    void eventsCannotBeChangedOrDeleted() {
        ledger.record(List.of(instance.started("s", m(0))), "test");
        assertThatThrownBy(() -> database.update(
                        "UPDATE usage_event SET time = now() WHERE resource_id = ?", instance.resourceId()))
                .hasMessageContaining("append-only");
        assertThatThrownBy(
                        () -> database.update("DELETE FROM usage_event WHERE resource_id = ?", instance.resourceId()))
                .hasMessageContaining("append-only");
        assertThat(count("usage_event")).isEqualTo(1);
    }

    private int insertInterval(Duration start, @Nullable Duration end, @Nullable Duration previousEnd) {
        return database.update("""
                INSERT INTO metered_interval (resource_number, resource_id, started_at, ended_at, previous_end, account_id,
                    quantity, opening_source, opening_id)
                SELECT resource_number, resource_id, ?, ?, ?, account_id, quantity, opening_source, opening_id
                FROM metered_interval WHERE resource_id = ? LIMIT 1
                """, Events.T0.plus(start), time(end), time(previousEnd), instance.resourceId());
    }

    private static @Nullable Instant time(@Nullable Duration sinceT0) {
        return sinceT0 == null ? null : Events.T0.plus(sinceT0);
    }

    private List<Instant> ends() {
        return database.list(
                "SELECT ended_at FROM usage_interval WHERE resource_id = ?",
                row -> row.timeOrNull("ended_at"),
                instance.resourceId());
    }

    private Instant lastSeen() {
        return database.find(
                        "SELECT last_seen_at FROM billed_resource WHERE resource_id = ?",
                        row -> row.timeOrNull("last_seen_at"),
                        instance.resourceId())
                .orElseThrow();
    }

    private long count(String table) {
        return database.find(
                        "SELECT count(*) AS n FROM " + table + " WHERE resource_id = ?",
                        row -> row.number("n"),
                        instance.resourceId())
                .orElseThrow();
    }

    private static Duration m(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
