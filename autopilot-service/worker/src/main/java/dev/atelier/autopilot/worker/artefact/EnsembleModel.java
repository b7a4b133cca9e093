package dev.atelier.autopilot.worker.artefact;

import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.metric.Temperature;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A weighted mean of models, which perhaps recalls the targets of rows that it has learned from, perhaps calibrated. */
public final class EnsembleModel implements Model {

    private final ModelManifest manifest;
    private final List<Model> members;
    private final @Nullable KnownRows known;
    private final List<String> features;

    EnsembleModel(ModelManifest manifest, List<Model> members, @Nullable KnownRows known) {
        this.manifest = manifest;
        this.members = List.copyOf(members);
        this.known = known;
        this.features = manifest.columns().stream()
                .filter(InputColumn::feature)
                .map(InputColumn::name)
                .toList();
    }

    @Override
    public ModelManifest manifest() {
        return manifest;
    }

    @Override
    public double[] predict(Table table) {
        double[] sum = sum(table, member -> member.predict(table));
        if (known != null) {
            known.apply(table, features, sum);
        }
        return calibrated(sum);
    }

    /** Without rows that are known, since those of the fold are among them. */
    @Override
    public double[] predictFold(int fold, Table table) {
        return calibrated(sum(table, member -> member.predictFold(fold, table)));
    }

    private double[] sum(Table table, Function<Model, double[]> predictor) {
        double[] sum = new double[table.rows() * manifest.outputs()];
        for (int m = 0; m < members.size(); m++) {
            double weight = manifest.parts().get(m).weight();
            double[] prediction = predictor.apply(members.get(m));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * prediction[i];
            }
        }
        return sum;
    }

    private double[] calibrated(double[] predictions) {
        Double temperature = manifest.temperature();
        if (temperature != null) {
            Temperature.apply(predictions, manifest.outputs(), temperature);
        }
        return predictions;
    }

    @Override
    public void close() {
        members.forEach(Model::close);
    }
}
