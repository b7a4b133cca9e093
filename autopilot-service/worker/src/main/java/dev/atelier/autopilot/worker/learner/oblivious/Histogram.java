package dev.atelier.autopilot.worker.learner.oblivious;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums of a column's gradients and weights by leaf and bin, and the best question about that column: that whose leaves' mean gradients point most like the
 * rows' own (CatBoost's "Cosine").
 */
final class Histogram {

    private static final int MOST_BINS = Bins.MOST_BORDERS + 2;
    private static final double LEAST_WEIGHT = 1e-9;

    /** 32 MB. */
    private static final int MOST_CELLS = 1 << 22;

    private final Bins bins;
    private final int outputs;
    private final double penalty;
    private final int width;

    /** For each leaf and bin the sums of gradients, then of weights. */
    private final double[] cells;

    private final double[] all;
    private final double[] part;

    /** Of each question the product of its leaves' means with the gradients, and the squares of those means. */
    private final double[] products = new double[MOST_BINS];

    private final double[] squares = new double[MOST_BINS];
    private final boolean[] parted = new boolean[MOST_BINS];
    private double product;
    private double square;

    /**
     * Room for the sums.
     *
     * @param leaves how many there are at most
     * @param penalty on squared leaves
     */
    Histogram(Bins bins, int leaves, int outputs, double penalty) {
        this.bins = bins;
        this.outputs = outputs;
        this.penalty = penalty;
        this.width = outputs + 1;
        this.cells = new double[leaves * MOST_BINS * width];
        this.all = new double[width];
        this.part = new double[width];
    }

    /** How deep trees may be, so that the sums of their last level can be held. */
    static int mostDepth(int outputs) {
        int depth = 1;
        while ((long) (MOST_BINS << depth) * (outputs + 1) <= MOST_CELLS) {
            depth++;
        }
        return depth;
    }

    /**
     * The best question about a column; null if none parts any leaf.
     *
     * @param leaf the rows' leaves
     * @param drawn for each row its gradients, then its weight
     */
    @Nullable
    Question best(int column, int leaves, int[] leaf, float[] drawn) {
        boolean categorical = bins.categorical(column);
        int used = categorical ? MOST_BINS : bins.count(column);
        int asked = categorical ? bins.count(column) : used - 1;
        if (asked < 1) {
            return null;
        }
        sum(bins.column(column), leaves, used, leaf, drawn);
        Arrays.fill(products, 0, asked, 0);
        Arrays.fill(squares, 0, asked, 0);
        Arrays.fill(parted, 0, asked, false);
        for (int of = 0; of < leaves; of++) {
            if (outputs == 1) {
                weighOne(2 * of * used, used, asked, categorical);
            } else {
                weigh(of * used * width, used, asked, categorical);
            }
        }
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int bin = 0; bin < asked; bin++) {
            double score = products[bin] / Math.sqrt(squares[bin] + Double.MIN_NORMAL);
            if (parted[bin] && score > most) {
                best = bin;
                most = score;
            }
        }
        return best < 0 ? null : new Question(column, best, most);
    }

    private void sum(byte[] bin, int leaves, int used, int[] leaf, float[] drawn) {
        int stride = used * width;
        Arrays.fill(cells, 0, leaves * stride, 0);
        if (outputs == 1) {
            for (int row = 0; row < bin.length; row++) {
                int at = leaf[row] * stride + 2 * (bin[row] & 0xff);
                cells[at] += drawn[2 * row];
                cells[at + 1] += drawn[2 * row + 1];
            }
            return;
        }
        for (int row = 0; row < bin.length; row++) {
            int at = leaf[row] * stride + (bin[row] & 0xff) * width;
            for (int k = 0; k < width; k++) {
                cells[at + k] += drawn[row * width + k];
            }
        }
    }

    /** Adds what a leaf says of each question. Where a bin is empty that is what it said of the bin before. */
    private void weigh(int from, int used, int asked, boolean categorical) {
        Arrays.fill(all, 0);
        for (int i = 0; i < used * width; i += width) {
            if (cells[from + i + outputs] != 0) {
                for (int k = 0; k < width; k++) {
                    all[k] += cells[from + i + k];
                }
            }
        }
        if (all[outputs] == 0) {
            return;
        }
        Arrays.fill(part, 0);
        boolean apart = part();
        for (int bin = 0; bin < asked; bin++) {
            int at = from + bin * width;
            if (cells[at + outputs] != 0) {
                for (int k = 0; k < width; k++) {
                    part[k] = categorical ? cells[at + k] : part[k] + cells[at + k];
                }
                apart = part();
            } else if (categorical && part[outputs] != 0) {
                Arrays.fill(part, 0);
                apart = part();
            }
            products[bin] += product;
            squares[bin] += square;
            parted[bin] |= apart;
        }
    }

    /** The same for one output, which most tables have: in local variables that is three times as fast. */
    private void weighOne(int from, int used, int asked, boolean categorical) {
        double allSlope = 0;
        double allWeight = 0;
        for (int at = from; at < from + 2 * used; at += 2) {
            allSlope += cells[at];
            allWeight += cells[at + 1];
        }
        if (allWeight == 0) {
            return;
        }
        double slope = 0;
        double weight = 0;
        double share = 1 / (allWeight + penalty);
        double productNow = allSlope * allSlope * share;
        double squareNow = productNow * share * allWeight;
        boolean apart = false;
        for (int bin = 0; bin < asked; bin++) {
            double cellWeight = cells[from + 2 * bin + 1];
            if (cellWeight != 0 || (categorical && weight != 0)) {
                slope = categorical ? cells[from + 2 * bin] : slope + cells[from + 2 * bin];
                weight = categorical ? cellWeight : weight + cellWeight;
                double rest = Math.max(0, allWeight - weight);
                double restSlope = allSlope - slope;
                double mean = slope / (weight + penalty);
                double restMean = restSlope / (rest + penalty);
                productNow = mean * slope + restMean * restSlope;
                squareNow = mean * mean * weight + restMean * restMean * rest;
                apart = weight > LEAST_WEIGHT && rest > LEAST_WEIGHT;
            }
            products[bin] += productNow;
            squares[bin] += squareNow;
            parted[bin] |= apart;
        }
    }

    /** Measures the part and the rest of a leaf; whether both have rows. */
    private boolean part() {
        double weight = part[outputs];
        double rest = all[outputs] - weight;
        double share = 1 / (weight + penalty);
        double restShare = 1 / (Math.max(0, rest) + penalty);
        product = 0;
        square = 0;
        for (int k = 0; k < outputs; k++) {
            double other = all[k] - part[k];
            double mean = part[k] * share;
            double otherMean = other * restShare;
            product += mean * part[k] + otherMean * other;
            square += mean * mean * weight + otherMean * otherMean * rest;
        }
        return weight > LEAST_WEIGHT && rest > LEAST_WEIGHT;
    }
}
