package dev.atelier.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.platform.config.Installation;
import dev.atelier.platform.support.BillingServer;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(BillingServer.class)
class UsageOutboxTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    @BillingServer.Billing
    BillingServer billing;

    @Inject
    UsageOutbox outbox;

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry metrics;

    @Inject
    Installation installation;

    private final String resource = "i-" + UUID.randomUUID();
    private boolean down;

    @AfterEach
    void bringBack() {
        if (down) {
            billing.up();
        }
        await().atMost(LONG).until(() -> rows("usage_outbox", "%") == 0);
    }

    private UsageEvent.Builder event(String id) {
        return UsageEvent.newBuilder()
                .setId(id)
                .setSource("platform-test")
                .setType(UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT)
                .setTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
                .setResourceId(resource);
    }

    private void append(UsageEvent... events) {
        QuarkusTransaction.requiringNew().run(() -> List.of(events).forEach(outbox::append));
    }

    private String id(int number) {
        return resource + "-" + number;
    }

    private long rows(String table, String resourceId) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement count =
                        connection.prepareStatement("SELECT count(*) FROM " + table + " WHERE resource_id LIKE ?")) {
            count.setString(1, resourceId);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Test
    void deliversWithinAMomentOfTheCommitAsThisService() {
        append(event(id(1)).build());
        await().atMost(MOMENT).until(() -> billing.ids(resource).equals(List.of(id(1))));
        await().atMost(MOMENT).until(() -> rows("usage_outbox", resource) == 0);
        assertThat(billing.authorizations()).isNotEmpty().allMatch(header -> header.startsWith("Bearer ey"));
    }

    @Test
    void tellsBillingAgainAndAgainThatTheServiceLives() {
        int before = billing.heartbeats().size();
        await().atMost(LONG).until(() -> billing.heartbeats().size() >= before + 2);
        assertThat(billing.heartbeats()).containsOnly(installation.serviceName() + "/" + installation.id());
    }

    @Test
    void deliversNothingOfARolledBackTransaction() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    outbox.append(event(id(1)).build());
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        append(event(id(2)).build());
        await().atMost(LONG).until(() -> billing.ids(resource).equals(List.of(id(2))));
    }

    @Test
    void keepsTheOrderOverManyBatches() {
        int count = 1203;
        append(IntStream.range(0, count).mapToObj(n -> event(id(n)).build()).toArray(UsageEvent[]::new));
        List<String> expected = IntStream.range(0, count).mapToObj(this::id).toList();
        await().atMost(LONG).until(() -> billing.ids(resource).size() == count);
        assertThat(billing.ids(resource)).isEqualTo(expected);
    }

    @Test
    void losesAndDoublesNothingWhileBillingGoesAndComes() throws SQLException {
        for (int round = 0; round < 3; round++) {
            append(event(id(round * 10)).build());
            down = true;
            billing.down();
            for (int n = 1; n < 10; n++) {
                append(event(id(round * 10 + n)).build());
            }
            await().atMost(LONG).until(() -> age() > 0);
            assertThat(rows("usage_outbox", resource)).isPositive();
            billing.up();
            down = false;
            int expected = (round + 1) * 10;
            await().atMost(LONG).until(() -> billing.ids(resource).size() == expected);
        }
        assertThat(billing.ids(resource))
                .isEqualTo(IntStream.range(0, 30).mapToObj(this::id).toList());
        await().atMost(LONG).until(() -> age() == 0);
    }

    @Test
    void deliversAgainWhenTheAnswerIsLost() {
        int before = billing.duplicates();
        billing.loseNextAnswer();
        append(event(id(1)).build());
        await().atMost(LONG).until(() -> billing.duplicates() == before + 1);
        await().atMost(LONG).until(() -> rows("usage_outbox", resource) == 0);
        assertThat(billing.ids(resource)).containsExactly(id(1));
    }

    @Test
    void parksAConflictAndGoesOn() {
        append(event(id(1)).build());
        await().atMost(LONG).until(() -> rows("usage_outbox", resource) == 0);
        append(event(id(1)).setRegion("elsewhere").build(), event(id(2)).build());
        await().atMost(LONG).until(() -> billing.ids(resource).equals(List.of(id(1), id(2))));
        await().atMost(LONG).until(() -> rows("usage_outbox_conflict", resource) == 1);
    }

    @Test
    void parksWhatBillingRefusesAndDeliversTheRestOfTheBatch() {
        append(
                event(id(1)).build(),
                event(id(2)).setInstanceType("poison").build(),
                event(id(3)).build());
        await().atMost(LONG).until(() -> billing.ids(resource).equals(List.of(id(1), id(3))));
        await().atMost(LONG).until(() -> rows("usage_outbox_conflict", resource) == 1);
    }

    @Test
    void needsATransactionAndAWholeEvent() {
        assertThatThrownBy(() -> outbox.append(event(id(1)).build())).hasMessageContaining("ransaction");
        assertThatThrownBy(() -> append(event("").build())).hasMessageContaining("id");
        assertThatThrownBy(() -> append(event(id(1)).clearTime().build())).hasMessageContaining("time");
        assertThatThrownBy(() -> append(event(id(1)).clearResourceId().build())).hasMessageContaining("resource_id");
    }

    private double age() {
        return Objects.requireNonNull(metrics.find("atelier.usage.outbox.age").gauge())
                .value();
    }
}
