package dev.atelier.autopilot.worker.explain;

import java.util.List;

/**
 * Shapley values of some rows.
 *
 * @param features by name; the last may stand for several, then it is empty
 * @param outputs of a prediction
 * @param values rows × outputs × features
 * @param base rows × outputs
 */
@SuppressWarnings("ArrayRecordComponent")
record Contributions(
        String method,
        String unit,
        List<String> features,
        int outputs,
        double[] values,
        double[] base,
        boolean truncated) {

    double value(int row, int output, int feature) {
        return values[(row * outputs + output) * features.size() + feature];
    }

    int rows() {
        return base.length / outputs;
    }
}
