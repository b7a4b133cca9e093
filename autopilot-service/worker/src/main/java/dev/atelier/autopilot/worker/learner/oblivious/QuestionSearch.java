package dev.atelier.autopilot.worker.learner.oblivious;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The best question about a column: that whose leaves' mean gradients point most like the rows' own (CatBoost's "Cosine"). */
final class QuestionSearch {

    /** What is left of an empty bin's sums by subtraction is less. */
    private static final double LEAST_WEIGHT = 1e-9;

    private final Bins bins;
    private final Histogram histogram;
    private final int outputs;
    private final double penalty;
    private final int width;
    private final double[] all;
    private final double[] part;

    /** Of each question the product of its leaves' means with the gradients, and the squares of those means. */
    private final double[] products = new double[Bins.MOST_BORDERS + 1];

    private final double[] squares = new double[products.length];
    private final boolean[] parted = new boolean[products.length];
    private double product;
    private double square;

    /**
     * A search.
     *
     * @param penalty on squared leaves
     */
    QuestionSearch(Bins bins, Histogram histogram, int outputs, double penalty) {
        this.bins = bins;
        this.histogram = histogram;
        this.outputs = outputs;
        this.penalty = penalty;
        this.width = outputs + 1;
        this.all = new double[width];
        this.part = new double[width];
    }

    /**
     * The best question about a column; null if none parts any leaf.
     *
     * @param drawn for each row its gradients, then its weight
     */
    @Nullable
    Question best(int column, int leaves, float[] drawn) {
        boolean categorical = bins.categorical(column);
        int used = histogram.used(column);
        int asked = used - 1;
        if (asked < 1) {
            return null;
        }
        double[] cells = histogram.sums(column, drawn);
        Arrays.fill(products, 0, asked, 0);
        Arrays.fill(squares, 0, asked, 0);
        Arrays.fill(parted, 0, asked, false);
        for (int leaf = 0; leaf < leaves; leaf++) {
            if (outputs == 1) {
                weighOne(cells, 2 * leaf * used, used, asked, categorical);
            } else {
                weigh(cells, leaf * used * width, used, asked, categorical);
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

    /** Adds what a leaf says of each question. Where a bin is empty that is what it said of the bin before. */
    private void weigh(double[] cells, int from, int used, int asked, boolean categorical) {
        Arrays.fill(all, 0);
        for (int i = 0; i < used * width; i += width) {
            if (cells[from + i + outputs] > LEAST_WEIGHT) {
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
            if (cells[at + outputs] > LEAST_WEIGHT) {
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
    private void weighOne(double[] cells, int from, int used, int asked, boolean categorical) {
        double allSlope = 0;
        double allWeight = 0;
        for (int at = from; at < from + 2 * used; at += 2) {
            if (cells[at + 1] > LEAST_WEIGHT) {
                allSlope += cells[at];
                allWeight += cells[at + 1];
            }
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
            if (cellWeight > LEAST_WEIGHT || (categorical && weight != 0)) {
                boolean empty = cellWeight <= LEAST_WEIGHT;
                slope = categorical ? (empty ? 0 : cells[from + 2 * bin]) : slope + cells[from + 2 * bin];
                weight = categorical ? (empty ? 0 : cellWeight) : weight + cellWeight;
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
