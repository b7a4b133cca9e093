package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.job.ProblemType;

/** Which problem a target poses. */
final class ProblemTypes {

    private static final double UNIQUE_RATIO = 0.05;
    private static final double UNIQUE_RATIO_SMALL = 0.1;
    private static final int SMALL_ROWS = 1000;
    static final int MAX_CLASSES = 1000;

    private ProblemTypes() {}

    /**
     * AutoGluon's rule: two values → binary; text → multiclass; integers with few distinct values (ratio at most 0.05, 0.1 up to 1000 rows, and at most
     * 1000) → multiclass; otherwise regression.
     */
    static ProblemType detect(ColumnSniffer target) {
        if (target.distinct() == 2) {
            return ProblemType.BINARY_CLASSIFICATION;
        }
        if (!target.allNumeric()) {
            return ProblemType.MULTICLASS_CLASSIFICATION;
        }
        double ratio = target.distinct() / (double) target.present();
        double limit = target.present() <= SMALL_ROWS ? UNIQUE_RATIO_SMALL : UNIQUE_RATIO;
        boolean few = ratio <= limit && target.distinct() <= MAX_CLASSES;
        return target.integers() && few ? ProblemType.MULTICLASS_CLASSIFICATION : ProblemType.REGRESSION;
    }
}
