package dev.atelier.autopilot.worker.learner.neighbor;

import dev.atelier.autopilot.worker.data.RowWeights;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Learns how much each column counts in distances: the loss of remembered rows' targets as the other rows answer for them falls along its gradient (Adam, on the
 * logarithms of the scales).
 */
final class ScaleTraining {

    private static final int BATCH = 64;
    private static final double RATE = 0.1;
    private static final double MOMENTUM = 0.9;
    private static final double SQUARES = 0.99;
    private static final double TINY = 1e-12;
    private static final int SAMPLED = 128;
    private static final int NEIGHBOR = 5;

    /** How far the neighbour of that rank is at first. */
    private static final double FIRST_DISTANCE = 2;

    private static final double MOST_LOGARITHM = 14;

    private final Examples examples;
    private final boolean classes;
    private final SplittableRandom random;
    private final double[] logarithms;
    private final double[] gradients;
    private final double[] means;
    private final double[] squares;
    private final float[] scales;
    private final float[] question;
    private final float[] distances;
    private final double[] shares;
    private final float[] slopes;
    private final double[] answer;
    private int steps;

    ScaleTraining(Examples examples, boolean classes, long seed) {
        int columns = examples.columns().length;
        this.examples = examples;
        this.classes = classes;
        this.random = new SplittableRandom(seed);
        this.logarithms = new double[columns];
        this.gradients = new double[columns];
        this.means = new double[columns];
        this.squares = new double[columns];
        this.scales = new float[columns];
        this.question = new float[columns];
        this.distances = new float[examples.rows()];
        this.shares = new double[examples.rows()];
        this.slopes = new float[examples.rows()];
        this.answer = new double[examples.outputs()];
        Arrays.fill(scales, 1);
        Arrays.fill(logarithms, 2 * Math.log(FIRST_DISTANCE / usualDistance()));
        rescale();
    }

    /** The median distance of some rows' fifth neighbours while all columns count alike. */
    private double usualDistance() {
        double[] usual = new double[Math.min(SAMPLED, examples.rows())];
        for (int i = 0; i < usual.length; i++) {
            examples.fill(question, random.nextInt(examples.rows()));
            examples.distances(question, scales, distances);
            Arrays.sort(distances);
            usual[i] = distances[Math.min(NEIGHBOR, distances.length - 1)];
        }
        Arrays.sort(usual);
        return Math.max(usual[usual.length / 2], 1e-2);
    }

    float[] scales() {
        return scales.clone();
    }

    /** One step, on some rows. */
    void step() {
        Arrays.fill(gradients, 0);
        for (int i = 0; i < Math.min(BATCH, examples.rows()); i++) {
            learn(random.nextInt(examples.rows()));
        }
        steps++;
        double meanBias = 1 - Math.pow(MOMENTUM, steps);
        double squareBias = 1 - Math.pow(SQUARES, steps);
        for (int j = 0; j < logarithms.length; j++) {
            means[j] = MOMENTUM * means[j] + (1 - MOMENTUM) * gradients[j];
            squares[j] = SQUARES * squares[j] + (1 - SQUARES) * gradients[j] * gradients[j];
            double change = RATE * means[j] / meanBias / (Math.sqrt(squares[j] / squareBias) + TINY);
            logarithms[j] = Math.clamp(logarithms[j] - change, -MOST_LOGARITHM, MOST_LOGARITHM);
        }
        rescale();
    }

    private void rescale() {
        for (int j = 0; j < scales.length; j++) {
            scales[j] = (float) Math.exp(logarithms[j]);
        }
    }

    /** The gradient of one remembered row's loss by the logarithms of the scales. */
    double[] gradient(int row) {
        Arrays.fill(gradients, 0);
        learn(row);
        return gradients.clone();
    }

    private void learn(int row) {
        examples.fill(question, row);
        examples.distances(question, scales, distances);
        int nearest = examples.shares(distances, row, shares);
        double sum = examples.answer(shares, answer, 0);
        double factor = RowWeights.at(examples.weights(), row) / sum;
        double all = 0;
        for (int i = 0; i < slopes.length; i++) {
            if (shares[i] > 0) {
                double slope = -factor * shares[i] * change(row, i);
                slopes[i] = (float) (slope / (2 * distances[i]));
                all += slope;
            } else {
                slopes[i] = 0;
            }
        }
        // Shares are relative to the nearest row, so that its distance counts in all of them.
        slopes[nearest] -= (float) (all / (2 * distances[nearest]));
        for (int j = 0; j < gradients.length; j++) {
            gradients[j] += scales[j] * weightedSquares(examples.columns()[j], question[j], slopes);
        }
    }

    /** By how much the loss of a row changes as another one's share in its answer grows, times the sum of shares. */
    private double change(int row, int other) {
        double target = examples.target()[row];
        double said = examples.target()[other];
        if (!classes) {
            return 2 * (answer[0] - target) * (said - answer[0]);
        }
        if (answer.length == 1) {
            double right = Math.max(target > 0 ? answer[0] : 1 - answer[0], TINY);
            return -((said == target ? 1 : 0) - right) / right;
        }
        double right = Math.max(answer[(int) target], TINY);
        return -((said == target ? 1 : 0) - right) / right;
    }

    /** Four sums at once, which a processor adds up side by side. */
    private static double weightedSquares(float[] column, float value, float[] slopes) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < slopes.length; i += 4) {
            float da = column[i] - value;
            float db = column[i + 1] - value;
            float dc = column[i + 2] - value;
            float dd = column[i + 3] - value;
            a += slopes[i] * da * da;
            b += slopes[i + 1] * db * db;
            c += slopes[i + 2] * dc * dc;
            d += slopes[i + 3] * dd * dd;
        }
        for (; i < slopes.length; i++) {
            float difference = column[i] - value;
            a += slopes[i] * difference * difference;
        }
        return (double) a + b + c + d;
    }
}
