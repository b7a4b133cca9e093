package dev.atelier.autopilot.worker.artefact;

import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.feature.FeaturePipeline;
import dev.atelier.autopilot.worker.learner.FittedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    @Override
    public double[] predictFold(int fold, Table table) {
        FoldModel part = folds.get(fold);
        return part.model().predict(part.pipeline().transform(table));
    }

    /**
     * The Shapley values of features, the mean of the folds' trees.
     *
     * @param features by name
     * @param values rows × outputs × features, before the link
     * @param base rows × outputs
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Contributions(List<String> features, double[] values, double[] base) {}

    /** Exact Shapley values, or null if the learner gives none. */
    public @Nullable Contributions contributions(Table table) {
        List<String> features = manifest.columns().stream()
                .filter(InputColumn::feature)
                .map(InputColumn::name)
                .toList();
        int outputs = manifest.outputs();
        double[] values = new double[table.rows() * outputs * features.size()];
        double[] base = new double[table.rows() * outputs];
        for (FoldModel fold : folds) {
            double[] own = fold.model().contributions(fold.pipeline().transform(table));
            if (own == null) {
                return null;
            }
            int[] origin = fold.pipeline().origins(features);
            int at = 0;
            for (int i = 0; i < base.length; i++) {
                for (int feature : origin) {
                    values[i * features.size() + feature] += own[at++] / folds.size();
                }
                base[i] += own[at++] / folds.size();
            }
        }
        return new Contributions(features, values, base);
    }

    List<FoldModel> folds() {
        return folds;
    }

    @Override
    public void close() {
        folds.forEach(fold -> fold.model().close());
    }
}
