package dev.atelier.autopilot.worker.artefact;

import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.feature.FeaturePipeline;
import dev.atelier.autopilot.worker.learner.FittedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The weighted mean of models: of all folds alike (bagging, Breiman 1996), or only of one that has learned from all rows. */
public final class BagModel implements Model {

    /** One part's pipeline and model: the folds' in their order, then perhaps one of all rows. */
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
            double weight = weight(fold);
            if (weight > 0) {
                double[] prediction = predictFold(fold, table);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weight * prediction[i];
                }
            }
        }
        return sum;
    }

    private double weight(int part) {
        return manifest.parts().get(part).weight();
    }

    @Override
    public double[] predictFold(int fold, Table table) {
        FoldModel part = folds.get(fold);
        return part.model().predict(part.pipeline().transform(table));
    }

    /**
     * The Shapley values of features, the mean of the parts' trees by weight.
     *
     * @param features by name
     * @param values rows × outputs × features
     * @param base rows × outputs
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Contributions(List<String> features, double[] values, double[] base) {}

    /** Exact Shapley values before the link, or null if the learner gives none. */
    public @Nullable Contributions contributions(Table table) {
        return contributions(
                table, fold -> fold.model().contributions(fold.pipeline().transform(table)));
    }

    /** Exact Shapley values of predictions against the rows of a background, or null if the learner gives none. */
    public @Nullable Contributions contributions(Table table, Table background) {
        return contributions(
                table,
                fold -> fold.model()
                        .contributions(
                                fold.pipeline().transform(table),
                                fold.pipeline().transform(background)));
    }

    /** The contributions of one part; null if it gives none. */
    @FunctionalInterface
    private interface Explaining {

        double @Nullable [] of(FoldModel part);
    }

    private @Nullable Contributions contributions(Table table, Explaining explaining) {
        List<String> features = manifest.columns().stream()
                .filter(InputColumn::feature)
                .map(InputColumn::name)
                .toList();
        int outputs = manifest.outputs();
        double[] values = new double[table.rows() * outputs * features.size()];
        double[] base = new double[table.rows() * outputs];
        for (int part = 0; part < folds.size(); part++) {
            double weight = weight(part);
            if (weight == 0) {
                continue;
            }
            FoldModel fold = folds.get(part);
            double[] own = explaining.of(fold);
            if (own == null) {
                return null;
            }
            int[][] origins = fold.pipeline().origins(features);
            int at = 0;
            for (int i = 0; i < base.length; i++) {
                for (int[] origin : origins) {
                    for (int feature : origin) {
                        values[i * features.size() + feature] += weight * own[at] / origin.length;
                    }
                    at++;
                }
                base[i] += weight * own[at++];
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
