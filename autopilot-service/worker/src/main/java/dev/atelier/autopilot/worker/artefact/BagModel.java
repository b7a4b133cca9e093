package dev.atelier.autopilot.worker.artefact;

import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.feature.FeaturePipeline;
import dev.atelier.autopilot.worker.learner.FittedModel;
import java.util.List;

/** The models of all folds, averaged (bagging, Breiman 1996). */
public final class BagModel implements Model {

    /** One fold's pipeline and model. */
    public record FoldModel(FeaturePipeline pipeline, FittedModel model) {}

    private final ModelManifest manifest;
    private final List<FoldModel> folds;

    public BagModel(ModelManifest manifest, List<FoldModel> folds) {
        this.manifest = manifest;
        this.folds = List.copyOf(folds);
    }

    @Override
    public ModelManifest manifest() {
        return manifest;
    }

    @Override
    public double[] predict(Table table) {
        double[] sum = new double[table.rows() * manifest.outputs()];
        for (int fold = 0; fold < folds.size(); fold++) {
            double[] prediction = predictFold(fold, table);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += prediction[i];
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= folds.size();
        }
        return sum;
    }

    /** The predictions of one fold's model alone. */
    public double[] predictFold(int fold, Table table) {
        FoldModel part = folds.get(fold);
        return part.model().predict(part.pipeline().transform(table));
    }

    List<FoldModel> folds() {
        return folds;
    }

    @Override
    public void close() {
        folds.forEach(fold -> fold.model().close());
    }
}
