package dev.atelier.autopilot.worker.artefact;

import dev.atelier.autopilot.worker.data.Table;
import java.util.List;

/** A weighted mean of models. */
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
        double[] sum = new double[table.rows() * manifest.outputs()];
        for (int m = 0; m < members.size(); m++) {
            double weight = manifest.parts().get(m).weight();
            double[] prediction = members.get(m).predict(table);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * prediction[i];
            }
        }
        return sum;
    }

    @Override
    public void close() {
        members.forEach(Model::close);
    }
}
