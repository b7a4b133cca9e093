package dev.atelier.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.billing.v1.CostGrouping;
import dev.atelier.billing.v1.CostRow;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.GetCostsResponse;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.testing.EmbeddedDatabase;
import dev.atelier.testing.ServiceProcess;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of billing-service again and again while events flow: none is lost, none is doubled. */
class KillIT {
    private static final int KILLS = 10;
    private static final int WRITERS = 3;
    private static final Instant T0 = Instant.parse("2026-04-01T00:00:00Z");

    private final String database = EmbeddedDatabase.create();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();

    @AfterEach
    void drop() {
        EmbeddedDatabase.drop(database);
    }

    @Test
    void everyEventIsInTheLedgerOnce() throws Exception {
        Map<String, String> configuration = Map.of(
                "quarkus.datasource.jdbc.url",
                database,
                "quarkus.datasource.username",
                EmbeddedDatabase.USER,
                "quarkus.datasource.password",
                EmbeddedDatabase.PASSWORD,
                "atelier.billing.usage.batch-size",
                "20");
        Random random = new Random(20260401);
        try (ServiceProcess service = ServiceProcess.start("billing-service", configuration);
                GrpcClient client = new GrpcClient(service.uri(), TestTokens.service("studio-service"));
                ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Long>> sent = new ArrayList<>();
            try {
                for (int writer = 0; writer < WRITERS; writer++) {
                    int number = writer;
                    sent.add(writers.submit(() -> write(client, number)));
                }
                for (int kill = 0; kill < KILLS; kill++) {
                    long enough = answered.get() + random.nextInt(1, 60);
                    await().pollInterval(Duration.ofMillis(1))
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> answered.get() >= enough);
                    service.kill();
                    service.start();
                    client.reconnect();
                }
            } finally {
                stop.set(true);
            }
            long resources = 0;
            for (Future<Long> writer : sent) {
                resources += writer.get();
            }
            assertThat(retried.get()).as("kills that hit a stream").isPositive();
            check(client, resources);
        }
    }

    /** Each resource runs an hour; half of it one app is there. */
    private static List<UsageEvent> events(int writer, long resource) {
        ProtoEvents instance =
                ProtoEvents.studio("w" + writer + "/r" + resource, "ml.m5.large", "d-kill", "writer-" + writer);
        Instant start = T0.plusSeconds(resource);
        return List.of(
                instance.started(start),
                instance.joined(start.plusSeconds(1800), "app-" + writer),
                instance.ended(start.plusSeconds(3600)));
    }

    /** Sends streams of events in random order until told to stop; a stream without an answer is sent again. */
    private long write(GrpcClient client, int writer) {
        Random random = new Random(writer);
        long resources = 0;
        while (!stop.get()) {
            List<UsageEvent> stream = new ArrayList<>();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                stream.addAll(events(writer, resources++));
            }
            Collections.shuffle(stream, random);
            while (!sent(client, stream)) {
                retried.incrementAndGet();
            }
            answered.incrementAndGet();
        }
        return resources;
    }

    private static boolean sent(GrpcClient client, List<UsageEvent> stream) {
        try {
            assertThat(client.record(stream).getConflictsList()).isEmpty();
            return true;
        } catch (StatusRuntimeException e) {
            return switch (e.getStatus().getCode()) {
                case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, UNKNOWN, INTERNAL -> false;
                default -> throw e;
            };
        }
    }

    private void check(GrpcClient client, long resources) throws SQLException {
        assertThat(count("SELECT count(*) FROM usage_event")).isEqualTo(3 * resources);
        assertThat(count("SELECT count(*) FROM usage_interval")).isEqualTo(resources);
        assertThat(count("SELECT count(*) FROM usage_interval WHERE ended_at - started_at = interval '1 hour'"))
                .isEqualTo(resources);
        assertThat(count("SELECT count(*) FROM usage_share")).isEqualTo(2 * resources);

        GetCostsResponse costs = client.costs()
                .getCosts(GetCostsRequest.newBuilder()
                        .addGroupBy(CostGrouping.COST_GROUPING_APP)
                        .build());
        assertThat(costs.getTotals(0).getAmount())
                .isEqualTo(new java.math.BigDecimal("0.115")
                        .multiply(java.math.BigDecimal.valueOf(resources))
                        .stripTrailingZeros()
                        .toPlainString());
        assertThat(costs.getRowsList()).hasSize(WRITERS + 1);
        assertThat(costs.getRowsList().stream()
                        .map(CostRow::getUsage)
                        .mapToLong(com.google.protobuf.Duration::getSeconds)
                        .sum())
                .isEqualTo(3600 * resources);
    }

    private long count(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
