package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnBuilder;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.data.Values;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The second pass over the file: typed columns. Rows without a target, or without a weight where there are weights, are left out. */
final class Loader {

    /** Typed columns, in the file's order without the target, the target, and weights. */
    static final class Loaded {

        private final List<Column> columns;
        private final double[] target;
        private final double[] weights;
        private final long unweighted;

        private Loaded(List<Column> columns, double[] target, double[] weights, long unweighted) {
            this.columns = columns;
            this.target = target;
            this.weights = weights;
            this.unweighted = unweighted;
        }

        /** With mean 1; empty without a weight column. */
        double[] weights() {
            return weights;
        }

        /** Rows that were left out since their weight is no number above 0. */
        long unweighted() {
            return unweighted;
        }

        List<Column> columns() {
            return columns;
        }

        double[] target() {
            return target;
        }
    }

    private final CsvFile file;
    private final Charset charset;

    Loader(CsvFile file, Charset charset) {
        this.file = file;
        this.charset = charset;
    }

    /**
     * Loads.
     *
     * @param weightIndex the column of weights in the file; below 0 for none
     * @param classes class labels in order; empty for regression
     */
    Loaded load(List<InputColumn> inputs, int targetIndex, int weightIndex, List<String> classes) throws IOException {
        Map<String, Integer> index = new HashMap<>();
        for (int k = 0; k < classes.size(); k++) {
            index.put(classes.get(k), k);
        }
        List<ColumnBuilder> builders = inputs.stream().map(ColumnBuilder::of).toList();
        double[] target = new double[1024];
        double[] weights = new double[1024];
        int rows = 0;
        long unweighted = 0;
        try (CsvReader reader = file.reader(charset)) {
            reader.next();
            for (List<String> row = reader.next(); row != null; row = reader.next()) {
                String label = row.get(targetIndex);
                if (Values.isMissing(label)) {
                    continue;
                }
                double weight = weightIndex < 0 ? 1 : Values.number(row.get(weightIndex));
                if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                    unweighted++;
                    continue;
                }
                if (rows == target.length) {
                    target = Arrays.copyOf(target, rows * 2);
                    weights = Arrays.copyOf(weights, rows * 2);
                }
                weights[rows] = weight;
                target[rows++] = classes.isEmpty() ? Values.number(label) : index.get(label);
                for (int j = 0; j < builders.size(); j++) {
                    builders.get(j).add(row.get(j < targetIndex ? j : j + 1));
                }
            }
        }
        List<Column> columns = new ArrayList<>();
        builders.forEach(builder -> columns.add(builder.build()));
        double[] scaled = weightIndex < 0 ? RowWeights.EQUAL : RowWeights.scaled(Arrays.copyOf(weights, rows));
        return new Loaded(columns, Arrays.copyOf(target, rows), scaled, unweighted);
    }
}
