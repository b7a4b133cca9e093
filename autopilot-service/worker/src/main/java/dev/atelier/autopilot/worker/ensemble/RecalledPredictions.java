package dev.atelier.autopilot.worker.ensemble;

import java.util.List;

/** Models' out-of-fold predictions with what is known of each row, so that weights are chosen for the rows of which nothing is. */
record RecalledPredictions(Recall recall, Recall.Priors priors, List<double[]> models)
        implements FoldwiseSelection.Predictions {

    @Override
    public List<double[]> without(int fold) {
        return recalled(priors.folds().get(fold));
    }

    @Override
    public List<double[]> all() {
        return recalled(priors.all());
    }

    private List<double[]> recalled(double prior) {
        return models.stream().map(model -> recall.recalled(model, prior)).toList();
    }
}
