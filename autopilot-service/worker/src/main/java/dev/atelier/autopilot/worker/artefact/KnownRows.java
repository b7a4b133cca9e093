package dev.atelier.autopilot.worker.artefact;

import dev.atelier.autopilot.worker.data.RowHashes;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.data.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows that a model has learned from and their targets. A row that is asked again gets the mean of what a model predicts and of its targets, where the
 * prediction counts as {@code prior} rows. Rows are known by their hash.
 */
public final class KnownRows {

    private final double prior;
    private final int outputs;
    private final long[] hashes;
    private final double[] weights;
    private final double[] sums;

    /** Rows in the order of their hashes, each once, with their weight and the weighted sum of their targets, an indicator a class with more than one output. */
    private KnownRows(double prior, int outputs, long[] hashes, double[] weights, double[] sums) {
        this.prior = prior;
        this.outputs = outputs;
        this.hashes = hashes;
        this.weights = weights;
        this.sums = sums;
    }

    /**
     * All rows of a data set.
     *
     * @param hashes of the rows
     * @param target class indexes or values
     * @param rowWeights see {@link RowWeights}
     * @param outputs of a prediction
     * @param prior above 0
     */
    public static KnownRows of(long[] hashes, double[] target, double[] rowWeights, int outputs, double prior) {
        int[] order = IntStream.range(0, hashes.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer row) -> hashes[row]).thenComparing(row -> row))
                .mapToInt(Integer::intValue)
                .toArray();
        long[] distinct = new long[hashes.length];
        double[] weights = new double[hashes.length];
        double[] sums = new double[hashes.length * outputs];
        int count = 0;
        for (int row : order) {
            if (count == 0 || distinct[count - 1] != hashes[row]) {
                distinct[count++] = hashes[row];
            }
            double weight = RowWeights.at(rowWeights, row);
            weights[count - 1] += weight;
            add(sums, (count - 1) * outputs, outputs, target[row], weight);
        }
        return new KnownRows(
                prior,
                outputs,
                Arrays.copyOf(distinct, count),
                Arrays.copyOf(weights, count),
                Arrays.copyOf(sums, count * outputs));
    }

    /** Adds a target to the sums of a row's outputs. */
    public static void add(double[] sums, int at, int outputs, double target, double weight) {
        if (outputs == 1) {
            sums[at] += weight * target;
        } else {
            sums[at + (int) target] += weight;
        }
    }

    /** What is predicted of a row when targets of rows like it are known. */
    public static double recalled(double predicted, double prior, double sum, double weight) {
        return (prior * predicted + sum) / (prior + weight);
    }

    /** Changes the predictions of rows that are known. */
    void apply(Table table, List<String> features, double[] predictions) {
        long[] asked = RowHashes.of(table, features);
        for (int row = 0; row < asked.length; row++) {
            int found = Arrays.binarySearch(hashes, asked[row]);
            if (found >= 0) {
                for (int k = 0; k < outputs; k++) {
                    int at = row * outputs + k;
                    predictions[at] = recalled(predictions[at], prior, sums[found * outputs + k], weights[found]);
                }
            }
        }
    }

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(
                Math.toIntExact(2L * Integer.BYTES + (long) Double.BYTES * (1 + 2L * hashes.length + sums.length)));
        buffer.putInt(outputs).putInt(hashes.length).putDouble(prior);
        for (long hash : hashes) {
            buffer.putLong(hash);
        }
        for (double[] values : new double[][] {weights, sums}) {
            for (double value : values) {
                buffer.putDouble(value);
            }
        }
        return buffer.array();
    }

    static KnownRows read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int outputs = buffer.getInt();
        long[] hashes = new long[buffer.getInt()];
        double prior = buffer.getDouble();
        Arrays.setAll(hashes, _ -> buffer.getLong());
        double[] weights = new double[hashes.length];
        Arrays.setAll(weights, _ -> buffer.getDouble());
        double[] sums = new double[hashes.length * outputs];
        Arrays.setAll(sums, _ -> buffer.getDouble());
        return new KnownRows(prior, outputs, hashes, weights, sums);
    }
}
