package dev.atelier.walk;

import dev.atelier.walk.client.Rest;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Clients that ask an endpoint, one request after another, until they are told to end. */
final class Load implements AutoCloseable {
    private static final int CLIENTS = 4;

    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients;

    private Load(Rest autopilot, String endpoint, List<String> rows) {
        clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> Thread.ofVirtual().start(() -> {
                    for (int i = client; !done.get(); i = (i + CLIENTS) % rows.size()) {
                        ask(autopilot, endpoint, rows.get(i));
                    }
                }))
                .toList();
    }

    /** Begins to ask. */
    static Load on(Rest autopilot, String endpoint, List<String> rows) {
        return new Load(autopilot, endpoint, rows);
    }

    private void ask(Rest autopilot, String endpoint, String row) {
        try {
            autopilot.post("/endpoints/" + endpoint + "/invocations", "text/csv", row);
            answered.incrementAndGet();
        } catch (StepFailedException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    /** How many requests were answered so far. */
    long answered() {
        return answered.get();
    }

    /** Why requests were not answered. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Asks no more; returns when the last request is answered. */
    void end() {
        done.set(true);
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StepFailedException("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        end();
    }
}
