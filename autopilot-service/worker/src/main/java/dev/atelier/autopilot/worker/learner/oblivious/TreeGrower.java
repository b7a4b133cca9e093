package dev.atelier.autopilot.worker.learner.oblivious;

import dev.atelier.autopilot.worker.data.RowWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds the questions of a tree, level by level, where rows count as a Bayesian bootstrap drew them and scores are disturbed at random, less with every tree:
 * CatBoost's ways against trees that are all alike.
 */
final class TreeGrower {

    /**
     * How trees grow.
     *
     * @param depth how many questions at most
     * @param penalty on squared leaves
     * @param disturbance of scores, in deviations of the gradients; CatBoost's {@code random_strength}
     * @param temperature of the bootstrap: 0 counts all rows the same, 1 draws weights from an exponential distribution
     * @param columns the share of columns that a level looks at
     */
    record Settings(int depth, double penalty, double disturbance, double temperature, double columns) {}

    /** Powers take long, and weights need not be finer. */
    private static final int DRAWS = 1 << 12;

    private final Bins bins;
    private final Settings settings;
    private final double[] rowWeights;
    private final int outputs;
    private final Histogram histogram;
    private final QuestionSearch search;

    /** For each row its gradients in their deviations, as much as it counts in this tree, then what it counts. */
    private final float[] drawn;

    private final Partition partition;

    /** What a row may count. */
    private final double[] bootstrap = new double[DRAWS];

    /**
     * A grower.
     *
     * @param rowWeights empty when all rows count the same
     */
    TreeGrower(Bins bins, Settings settings, double[] rowWeights, int rows, int outputs) {
        this.bins = bins;
        this.settings = settings;
        this.rowWeights = rowWeights;
        this.outputs = outputs;
        this.drawn = new float[rows * (outputs + 1)];
        this.partition = new Partition(rows, settings.depth());
        this.histogram = new Histogram(bins, partition, settings.depth(), outputs);
        this.search = new QuestionSearch(bins, histogram, outputs, settings.penalty());
        Arrays.setAll(bootstrap, i -> Math.pow(-Math.log((i + 0.5) / DRAWS), settings.temperature()));
    }

    /** The leaf that each row of the last tree is in; valid until the next tree. */
    int[] leaf() {
        return partition.leaf();
    }

    /**
     * The questions of the next tree.
     *
     * @param slopes the rows' gradients, row-major
     * @param size how long a way boosting has gone: its trees times its learning rate
     */
    List<Question> grow(double[] slopes, double size, SplittableRandom random) {
        List<Question> questions = new ArrayList<>();
        partition.begin();
        histogram.begin();
        double deviation = deviation(slopes);
        if (deviation == 0 || bins.columns() == 0) {
            return questions;
        }
        draw(slopes, 1 / deviation, random);
        double disturbance = settings.disturbance() * left(size);
        while (questions.size() < settings.depth()) {
            Question question = best(1 << questions.size(), disturbance, random);
            if (question == null) {
                break;
            }
            partition.part(bins, question);
            questions.add(question);
        }
        return questions;
    }

    private void draw(double[] slopes, double scale, SplittableRandom random) {
        int at = 0;
        for (int row = 0; row < partition.leaf().length; row++) {
            double times = bootstrap[random.nextInt(DRAWS)];
            for (int k = 0; k < outputs; k++) {
                drawn[at++] = (float) (times * scale * slopes[row * outputs + k]);
            }
            drawn[at++] = (float) (times * RowWeights.at(rowWeights, row));
        }
    }

    private double deviation(double[] slopes) {
        double squares = 0;
        for (double slope : slopes) {
            squares += slope * slope;
        }
        return Math.sqrt(squares / partition.leaf().length);
    }

    /** How much of the disturbance is left, by CatBoost's rule: little once boosting has gone further than the logarithm of the rows. */
    private double left(double size) {
        double left = Math.exp(Math.log(partition.leaf().length) - size);
        return left / (1 + left);
    }

    private @Nullable Question best(int leaves, double disturbance, SplittableRandom random) {
        int sure = random.nextInt(bins.columns());
        Question best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < bins.columns(); column++) {
            if (settings.columns() < 1 && column != sure && random.nextDouble() >= settings.columns()) {
                continue;
            }
            Question question = search.best(column, leaves, drawn);
            if (question != null) {
                double score = question.score() + disturbance * random.nextGaussian();
                if (score > most) {
                    best = question;
                    most = score;
                }
            }
        }
        return best;
    }
}
