package dev.atelier.bench.billing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.bench.BenchException;
import dev.atelier.bench.BenchInstallation;
import dev.atelier.bench.Figures;
import dev.atelier.billing.v1.CheckLedgerResponse;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code kill -9} of billing-service under a stream of events, again and again, at random moments; the supervisor brings it
 * back. Afterwards the ledger must hold every event once, and prove itself.
 */
final class Kills {
    private static final int WRITERS = 3;
    private static final int RESOURCES_PER_STREAM = 200;
    private static final String SOURCE = "kills";
    private static final long RESTART_SECONDS = 120;
    private static final long POLL_MILLIS = 10;

    private final BenchInstallation installation;
    private final BillingClient client;
    private final BenchDatabase database;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private long killed;

    Kills(BenchInstallation installation, BillingClient client, BenchDatabase database) {
        this.installation = installation;
        this.client = client;
        this.database = database;
    }

    void run(Figures figures, int kills) throws Exception {
        Random random = new Random(kills);
        long sent = 0;
        long begin = System.nanoTime();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Long>> writing = new ArrayList<>();
            try {
                for (int writer = 0; writer < WRITERS; writer++) {
                    int number = writer;
                    writing.add(writers.submit(() -> write(number)));
                }
                for (int kill = 0; kill < kills; kill++) {
                    await(answered.get() + random.nextInt(1, 10));
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
                    kill();
                }
                await(answered.get() + 1);
            } finally {
                stop.set(true);
            }
            for (Future<Long> writer : writing) {
                sent += writer.get();
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        figures.chapter("kill -9 of billing-service under a stream of events, %d times".formatted(kills));
        figures.figure("from one kill to the next", seconds / kills, "s", "");
        long events = database.number("SELECT count(*) FROM usage_event WHERE source = '" + SOURCE + "'");
        long keys = database.number("SELECT count(DISTINCT id) FROM usage_event WHERE source = '" + SOURCE + "'");
        figures.figure("events sent until they were answered", (double) sent, "events", "");
        figures.figure("streams that a kill cut and were sent again", (double) repeated.get(), "streams", "");
        figures.figure("events lost", (double) sent - keys, "events", "0");
        figures.figure("events doubled", (double) events - keys, "events", "0");
        CheckLedgerResponse check = client.check();
        figures.figure(
                "problems in a ledger of %,d events".formatted(check.getEvents()),
                (double) check.getProblemCount(),
                "problems",
                "0");
        if (sent != keys || events != keys || !check.getSound()) {
            throw new BenchException("The ledger is not the events sent: " + check.getProblemsList());
        }
    }

    private void await(long enough) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RESTART_SECONDS);
        while (answered.get() < enough) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("Billing does not answer again after kill -9");
            }
            // or it would wait ever longer between two looks for the service
            client.reconnect();
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Kills the process that the supervisor has noted down; what was answered last may be of the one before it. */
    private void kill() throws IOException, InterruptedException {
        Path record = installation.home().resolve("run/billing-service.json");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RESTART_SECONDS);
        while (true) {
            long pid = new ObjectMapper()
                    .readTree(record.toFile())
                    .at("/process/pid")
                    .asLong();
            ProcessHandle process =
                    ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
            if (process != null && pid != killed) {
                process.destroyForcibly();
                killed = pid;
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new BenchException("billing-service is not the process " + pid);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Sends streams in random order until told to stop; one without an answer is sent again. */
    private long write(int writer) throws InterruptedException {
        Random random = new Random(writer);
        long sent = 0;
        for (int stream = 0; !stop.get(); stream++) {
            List<UsageEvent> events = new ArrayList<>();
            for (int resource = 0; resource < RESOURCES_PER_STREAM; resource++) {
                String id = "kill-%d-%d-%d".formatted(writer, stream, resource);
                Instant start = Month.START.plusSeconds(resource);
                events.add(event(id, writer, UsageEventType.USAGE_EVENT_TYPE_STARTED, start));
                events.add(event(id, writer, UsageEventType.USAGE_EVENT_TYPE_ENDED, start.plusSeconds(3600)));
            }
            Collections.shuffle(events, random);
            while (!answered(events)) {
                repeated.incrementAndGet();
            }
            sent += events.size();
            answered.incrementAndGet();
        }
        return sent;
    }

    private static UsageEvent event(String resource, int writer, UsageEventType type, Instant time) {
        return Month.usage(resource, writer, writer, type, time)
                .setSource(SOURCE)
                .build();
    }

    private boolean answered(List<UsageEvent> events) throws InterruptedException {
        try {
            if (client.record(events).getConflictsCount() > 0) {
                throw new IllegalStateException("A conflict that cannot be");
            }
            return true;
        } catch (StatusRuntimeException e) {
            return switch (e.getStatus().getCode()) {
                case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, UNKNOWN, INTERNAL -> false;
                default -> throw e;
            };
        }
    }
}
