package dev.atelier.autopilot.worker.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads a file block by block while other threads look at the columns of the block before. Each column sees all of its values in order, on one thread at a time,
 * so that what is seen does not depend on the number of threads.
 */
public final class RowBlocks {

    /** Looks at a row while it is read, before any column does. */
    @FunctionalInterface
    public interface RowCheck {

        /**
         * Checks.
         *
         * @param number from 1
         * @throws CsvException if the row is not as it should be; a row must have as many values as there are columns
         */
        void check(CsvReader row, long number);
    }

    /** Looks at a block before its columns are looked at, on the thread that reads. */
    @FunctionalInterface
    public interface BlockWork {

        void accept(RowBlock block);
    }

    /** Looks at a column of a block. */
    @FunctionalInterface
    public interface ColumnWork {

        void accept(RowBlock block, int column);
    }

    private final CsvReader reader;
    private final int columns;
    private final int threads;
    private long rows;

    /** For a reader of which the header was read. */
    public RowBlocks(CsvReader reader, int columns, int threads) {
        this.reader = reader;
        this.columns = columns;
        this.threads = threads;
    }

    /**
     * Reads to the end.
     *
     * @return the number of rows
     */
    public long forEach(RowCheck check, BlockWork prepare, ColumnWork work) throws IOException {
        RowBlock reading = new RowBlock(columns);
        RowBlock working = new RowBlock(columns);
        try (ExecutorService executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().factory())) {
            List<Future<?>> running = List.of();
            try {
                while (fill(reading, check)) {
                    await(running);
                    RowBlock filled = reading;
                    reading = working;
                    working = filled;
                    prepare.accept(filled);
                    running = start(executor, filled, work);
                }
                await(running);
            } finally {
                executor.shutdownNow();
            }
        }
        return rows;
    }

    private boolean fill(RowBlock block, RowCheck check) throws IOException {
        block.clear(rows);
        while (!block.full() && reader.advance()) {
            rows++;
            check.check(reader, rows);
            reader.copyTo(block);
        }
        return block.rows() > 0;
    }

    private List<Future<?>> start(ExecutorService executor, RowBlock block, ColumnWork work) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(executor.submit(() -> {
                for (int column = next.getAndIncrement(); column < columns; column = next.getAndIncrement()) {
                    work.accept(block, column);
                }
            }));
        }
        return running;
    }

    private static void await(List<Future<?>> running) {
        try {
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException exception
                    ? exception
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
