package dev.atelier.autopilot.worker.ensemble;

import dev.atelier.autopilot.worker.artefact.KnownRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weights of models, and the rows whose targets are recalled beside them.
 *
 * @param known null where that does not help
 */
record Blend(FoldwiseSelection.Selected selected, @Nullable KnownRows known) {

    /**
     * Chooses the weights; where rows that are known help, once more for what they leave open.
     *
     * @param recall null where there are too many rows for it
     */
    static Blend of(FoldwiseSelection selection, @Nullable Recall recall, List<double[]> predictions) {
        FoldwiseSelection.Selected plain = selection.select(predictions);
        if (recall == null) {
            return new Blend(plain, null);
        }
        return recall.choose(plain.measured())
                .map(priors -> new Blend(
                        selection.select(new RecalledPredictions(recall, priors, predictions)),
                        recall.known(priors.all())))
                .filter(blend -> recall.helps(plain.measured(), blend.selected().measured()))
                .orElseGet(() -> new Blend(plain, null));
    }
}
