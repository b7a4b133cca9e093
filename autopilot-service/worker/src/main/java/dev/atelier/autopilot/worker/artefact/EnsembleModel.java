package dev.atelier.autopilot.worker.artefact;

import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.metric.Temperature;
import java.util.List;
import java.util.function.Function;

/** A weighted mean of models, perhaps calibrated. */
public final class EnsembleModel implements Model {

    private final ModelManifest manifest;
    private final List<Model> members;

    EnsembleModel(ModelManifest manifest, List<Model> members) {
        this.manifest = manifest;
        this.members = List.copyOf(members);
    }

    @Override
    public ModelManifest manifest() {
        return manifest;
    }

    @Override
    public double[] predict(Table table) {
        return sum(table, member -> member.predict(table));
    }

    @Override
    public double[] predictFold(int fold, Table table) {
        return sum(table, member -> member.predictFold(fold, table));
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
        Double temperature = manifest.temperature();
        if (temperature != null) {
            Temperature.apply(sum, manifest.outputs(), temperature);
        }
        return sum;
    }

    @Override
    public void close() {
        members.forEach(Model::close);
    }
}
