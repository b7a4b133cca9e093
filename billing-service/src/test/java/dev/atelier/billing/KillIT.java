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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of billing-service again and again while events flow: none is lost, none is doubled. Two replicas write one
 * ledger and are killed by turns and together; what one of them did not answer is sent to the other, which may meet what the
 * first one did commit, or is still about to.
 */
class KillIT {
    private static final int KILLS_OF_EACH = 5;
    private static final int REPLICAS = 2;
    private static final int WRITERS = 4;
    private static final Instant T0 = Instant.parse("2026-04-01T00:00:00Z");

    private final String database = EmbeddedDatabase.create();
    private final List<Replica> replicas = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong retried = new AtomicLong();

    /** One of the processes, and how many streams it has answered. */
    private record Replica(ServiceProcess service, GrpcClient client, AtomicLong answered) implements AutoCloseable {
        Replica(ServiceProcess service) {
            this(service, new GrpcClient(service.uri(), TestTokens.service("studio-service")), new AtomicLong());
        }

        @Override
        public void close() {
            client.close();
            service.close();
        }
    }

    @AfterEach
    void drop() {
        replicas.forEach(Replica::close);
        EmbeddedDatabase.drop(database);
    }

    @Test
    void everyEventIsInTheLedgerOnce() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> starting = new ArrayList<>();
            for (int replica = 0; replica < REPLICAS; replica++) {
                starting.add(threads.submit(
                        () -> replicas.add(new Replica(ServiceProcess.start("billing-service", configuration())))));
            }
            for (Future<?> started : starting) {
                started.get();
            }
            List<Future<Long>> sent = new ArrayList<>();
            try {
                for (int writer = 0; writer < WRITERS; writer++) {
                    int number = writer;
                    sent.add(threads.submit(() -> write(number)));
                }
                List<Future<?>> kills = new ArrayList<>();
                for (Replica replica : replicas) {
                    Random random = new Random(20260401 + kills.size());
                    kills.add(threads.submit(() -> kill(replica, random)));
                }
                for (Future<?> killed : kills) {
                    killed.get();
                }
            } finally {
                stop.set(true);
            }
            long resources = 0;
            for (Future<Long> writer : sent) {
                resources += writer.get();
            }
            assertThat(retried.get()).as("kills that hit a stream").isPositive();
            check(replicas.getFirst().client(), resources);
        }
    }

    private Map<String, String> configuration() {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                database,
                "quarkus.datasource.username",
                EmbeddedDatabase.USER,
                "quarkus.datasource.password",
                EmbeddedDatabase.PASSWORD,
                "atelier.billing.usage.batch-size",
                "20");
    }

    /** Each time after it has answered some more streams. */
    private static void kill(Replica replica, Random random) {
        for (int kill = 0; kill < KILLS_OF_EACH; kill++) {
            long enough = replica.answered().get() + random.nextInt(1, 60);
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> replica.answered().get() >= enough);
            replica.service().kill();
            replica.service().start();
            replica.client().reconnect();
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

    /** Sends streams of events in random order until told to stop; one without an answer is sent again, to the other replica. */
    private long write(int writer) {
        Random random = new Random(writer);
        long resources = 0;
        while (!stop.get()) {
            List<UsageEvent> stream = new ArrayList<>();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                stream.addAll(events(writer, resources++));
            }
            Collections.shuffle(stream, random);
            int to = writer % REPLICAS;
            while (!sent(replicas.get(to).client(), stream)) {
                retried.incrementAndGet();
                to = (to + 1) % REPLICAS;
            }
            replicas.get(to).answered().incrementAndGet();
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
