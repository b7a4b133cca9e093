package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Predicts rows that come alone, as they do to a server, by trees that were read from a library's model. They are read when a few rows have come, and used if
 * they say of many rows, bit for bit, what the library says; otherwise the library stays in charge.
 */
final class RowsAlone {

    private static final System.Logger LOG = System.getLogger(RowsAlone.class.getName());

    /** After so many rows it is worth to read the model. */
    private static final int FEW = 5;

    private static final int COMPARED = 64;

    /** What the library predicts of rows. */
    @FunctionalInterface
    interface Library {

        double[] predict(Matrix matrix);
    }

    private final Supplier<@Nullable RowTrees> reading;
    private final Library library;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable RowTrees trees;

    /**
     * Reads nothing yet.
     *
     * @param reading null if the model has what is not known here
     */
    RowsAlone(Supplier<@Nullable RowTrees> reading, Library library) {
        this.reading = reading;
        this.library = library;
    }

    /** The prediction of the only row; null when the library is to be asked. */
    double @Nullable [] predict(Matrix row) {
        RowTrees ready = trees;
        if (ready == null && asked.get() < FEW && asked.incrementAndGet() == FEW) {
            ready = read(row);
            trees = ready;
        }
        return ready == null ? null : ready.predict(row.values());
    }

    private @Nullable RowTrees read(Matrix row) {
        try {
            RowTrees read = reading.get();
            if (read != null && agrees(read, row.columns(), row.categorical())) {
                return read;
            }
            LOG.log(System.Logger.Level.INFO, "The library predicts rows alone: its model has what is not known here.");
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "The library predicts rows alone: its model could not be read.", e);
        }
        return null;
    }

    private boolean agrees(RowTrees read, int columns, List<Integer> categorical) {
        Random random = new Random(1);
        Matrix rows = new Matrix(COMPARED, columns, new double[COMPARED * columns], categorical);
        for (int i = 0; i < COMPARED; i++) {
            System.arraycopy(read.trees().example(columns, random), 0, rows.values(), i * columns, columns);
        }
        double[] expected = library.predict(rows);
        double[] predicted = IntStream.range(0, COMPARED)
                .mapToObj(i -> read.predict(rows.slice(i, i + 1).values()))
                .flatMapToDouble(DoubleStream::of)
                .toArray();
        return Arrays.equals(expected, predicted);
    }
}
