package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.job.Deadline;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Orthant-wise limited-memory quasi-Newton minimisation of a smooth loss plus an L1 penalty (Andrew and Gao 2007); without the penalty it is L-BFGS
 * (Nocedal 1980).
 */
final class OwlQn {

    private static final int MEMORY = 8;
    private static final int MAX_HALVINGS = 25;
    private static final double SUFFICIENT = 1e-4;

    private final LinearObjective objective;
    private final int maxIterations;
    private final double tolerance;

    OwlQn(LinearObjective objective, int maxIterations, double tolerance) {
        this.objective = objective;
        this.maxIterations = maxIterations;
        this.tolerance = tolerance;
    }

    private static final class Pair {
        private final double[] step;
        private final double[] change;
        private final double inner;

        Pair(double[] step, double[] change, double inner) {
            this.step = step;
            this.change = change;
            this.inner = inner;
        }
    }

    /** Improves the weights in place until the relative gain is under the tolerance; returns false if time ended it. */
    boolean minimise(double[] weights, double l1, double l2, Deadline deadline) {
        int n = weights.length;
        ArrayDeque<Pair> pairs = new ArrayDeque<>();
        double[] gradient = new double[n];
        double value = objective.evaluate(weights, l2, gradient) + l1 * norm1(weights);
        for (int iteration = 0; iteration < maxIterations; iteration++) {
            if (deadline.expired()) {
                return false;
            }
            double[] pseudo = pseudoGradient(weights, gradient, l1);
            double[] direction = direction(pseudo, pairs);
            for (int i = 0; i < n; i++) {
                if (l1 > 0 && !objective.isIntercept(i) && direction[i] * pseudo[i] >= 0) {
                    direction[i] = 0;
                }
            }
            double slope = dot(direction, pseudo);
            if (slope >= 0) {
                return true;
            }
            double step = iteration == 0 ? Math.min(1, 1 / Math.sqrt(dot(pseudo, pseudo))) : 1;
            double[] next = new double[n];
            double[] nextGradient = new double[n];
            double nextValue = value;
            int halvings = 0;
            for (; halvings < MAX_HALVINGS; halvings++) {
                project(weights, direction, pseudo, step, l1, next);
                nextValue = objective.evaluate(next, l2, nextGradient) + l1 * norm1(next);
                if (nextValue <= value + SUFFICIENT * step * slope) {
                    break;
                }
                step /= 2;
            }
            if (halvings == MAX_HALVINGS) {
                return true;
            }
            remember(pairs, weights, next, gradient, nextGradient);
            double gain = value - nextValue;
            System.arraycopy(next, 0, weights, 0, n);
            gradient = nextGradient;
            value = nextValue;
            if (gain <= tolerance * Math.max(Math.abs(value), 1e-8)) {
                return true;
            }
        }
        return true;
    }

    private double[] pseudoGradient(double[] weights, double[] gradient, double l1) {
        double[] pseudo = gradient.clone();
        if (l1 > 0) {
            for (int i = 0; i < pseudo.length; i++) {
                if (objective.isIntercept(i)) {
                    continue;
                }
                double g = gradient[i];
                if (weights[i] != 0) {
                    pseudo[i] = g + Math.signum(weights[i]) * l1;
                } else {
                    pseudo[i] = g + l1 < 0 ? g + l1 : g - l1 > 0 ? g - l1 : 0;
                }
            }
        }
        return pseudo;
    }

    /** The two-loop recursion. */
    private static double[] direction(double[] gradient, ArrayDeque<Pair> pairs) {
        double[] q = gradient.clone();
        double[] alpha = new double[pairs.size()];
        int at = 0;
        for (Pair pair : pairs) {
            alpha[at] = dot(pair.step, q) / pair.inner;
            add(q, pair.change, -alpha[at]);
            at++;
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getFirst();
            scale(q, last.inner / dot(last.change, last.change));
        }
        for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
            Pair pair = oldest.next();
            at--;
            add(q, pair.step, alpha[at] - dot(pair.change, q) / pair.inner);
        }
        scale(q, -1);
        return q;
    }

    /** A step that does not leave the orthant that was chosen for it. */
    private void project(double[] weights, double[] direction, double[] pseudo, double step, double l1, double[] next) {
        for (int i = 0; i < next.length; i++) {
            next[i] = weights[i] + step * direction[i];
            if (l1 > 0 && !objective.isIntercept(i)) {
                double orthant = weights[i] != 0 ? Math.signum(weights[i]) : -Math.signum(pseudo[i]);
                if (next[i] * orthant <= 0) {
                    next[i] = 0;
                }
            }
        }
    }

    private static void remember(ArrayDeque<Pair> pairs, double[] from, double[] to, double[] before, double[] after) {
        double[] step = to.clone();
        add(step, from, -1);
        double[] change = after.clone();
        add(change, before, -1);
        double inner = dot(step, change);
        if (inner > 1e-12) {
            pairs.addFirst(new Pair(step, change, inner));
            if (pairs.size() > MEMORY) {
                pairs.removeLast();
            }
        }
    }

    private double norm1(double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += objective.isIntercept(i) ? 0 : Math.abs(weights[i]);
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double[] what, double factor) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
