package dev.atelier.autopilot.worker.insight;

import dev.atelier.autopilot.worker.insight.Insights.Curve;
import dev.atelier.autopilot.worker.insight.Insights.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** ROC and precision-recall curves. Rows of equal scores are decided together, so that no order of ties makes a curve better. */
final class Curves {

    private static final int POINTS = 200;

    private final String label;
    private final int rows;
    private final int positives;
    /** True and false positives after each distinct score, the highest first; both begin with 0. */
    private final int[] truePositives;

    private final int[] falsePositives;

    private Curves(String label, int rows, int positives, int[] truePositives, int[] falsePositives) {
        this.label = label;
        this.rows = rows;
        this.positives = positives;
        this.truePositives = truePositives;
        this.falsePositives = falsePositives;
    }

    static Curves of(String label, double[] score, boolean[] positive) {
        Integer[] order = new Integer[score.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(score[b], score[a]));
        int[] hits = new int[score.length + 1];
        int[] misses = new int[score.length + 1];
        int steps = 1;
        for (int i = 0; i < order.length; i++) {
            boolean tied = i > 0 && score[order[i]] == score[order[i - 1]];
            if (!tied && i > 0) {
                steps++;
                hits[steps] = hits[steps - 1];
                misses[steps] = misses[steps - 1];
            }
            if (positive[order[i]]) {
                hits[steps]++;
            } else {
                misses[steps]++;
            }
        }
        return new Curves(
                label, score.length, hits[steps], Arrays.copyOf(hits, steps + 1), Arrays.copyOf(misses, steps + 1));
    }

    int positives() {
        return positives;
    }

    Curve roc() {
        int negatives = rows - positives;
        List<Point> all = new ArrayList<>();
        double area = 0;
        for (int i = 0; i < truePositives.length; i++) {
            all.add(new Point(ratio(falsePositives[i], negatives), ratio(truePositives[i], positives)));
            if (i > 0) {
                Point before = all.get(i - 1);
                Point now = all.get(i);
                area += (now.x() - before.x()) * (now.y() + before.y()) / 2;
            }
        }
        return new Curve(label, ratio(positives, rows), area, thinned(all));
    }

    /** The area is the average precision: the sum over the thresholds of precision times the recall gained. */
    Curve precisionRecall() {
        List<Point> all = new ArrayList<>();
        double average = 0;
        for (int i = 1; i < truePositives.length; i++) {
            double precision = ratio(truePositives[i], truePositives[i] + falsePositives[i]);
            average += precision * ratio(truePositives[i] - truePositives[i - 1], positives);
            all.add(new Point(ratio(truePositives[i], positives), precision));
        }
        return new Curve(label, ratio(positives, rows), average, thinned(all));
    }

    /** Keeps the ends and a point wherever the curve has moved far enough. */
    private static List<Point> thinned(List<Point> all) {
        if (all.size() <= POINTS) {
            return List.copyOf(all);
        }
        double step = 2.0 / POINTS;
        List<Point> kept = new ArrayList<>(List.of(all.getFirst()));
        for (Point point : all.subList(1, all.size() - 1)) {
            Point last = kept.getLast();
            if (Math.abs(point.x() - last.x()) + Math.abs(point.y() - last.y()) >= step) {
                kept.add(point);
            }
        }
        kept.add(all.getLast());
        return List.copyOf(kept);
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
