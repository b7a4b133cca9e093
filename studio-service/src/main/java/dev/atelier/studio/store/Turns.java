package dev.atelier.studio.store;

import dev.atelier.api.error.AtelierException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets the transactions of one key go one after the other before they take a database connection. They would wait for each other's row
 * locks anyway; waiting here, a burst of one user leaves the connections to everybody else. Correctness does not depend on it: other
 * replicas have turns of their own.
 */
@ApplicationScoped
public class Turns {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TransactionSynchronizationRegistry transactions;
    private final ConcurrentHashMap<String, Turn> turns = new ConcurrentHashMap<>();

    Turns(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    /**
     * Waits for a turn and keeps it until the current transaction has ended; {@code UNAVAILABLE} when it does not come. To be called
     * before the transaction's first statement.
     */
    public void await(String key) {
        Turn turn = turns.compute(key, (_, found) -> {
            Turn here = found == null ? new Turn() : found;
            here.users++;
            return here;
        });
        boolean mine = false;
        try {
            mine = turn.permit.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            leave(key);
            throw AtelierException.unavailable("Too much is being made for '%s' at once; retry.".formatted(key), null);
        }
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                turn.permit.release();
                leave(key);
            }
        });
    }

    private void leave(String key) {
        turns.computeIfPresent(key, (_, turn) -> {
            turn.users--;
            return turn.users == 0 ? null : turn;
        });
    }

    /** How many keys somebody has or waits for a turn of. */
    int size() {
        return turns.size();
    }

    /** How many have or wait for a turn of this key. */
    int users(String key) {
        AtomicInteger users = new AtomicInteger();
        turns.computeIfPresent(key, (_, turn) -> {
            users.set(turn.users);
            return turn;
        });
        return users.get();
    }

    private static final class Turn {
        private final Semaphore permit = new Semaphore(1, true);
        private int users;
    }
}
