package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnBuilder;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Values;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The second pass over the file: typed columns. Rows without a target are left out. */
final class Loader {

    /** Typed columns, in the file's order without the target, and the target. */
    static final class Loaded {

        private final List<Column> columns;
        private final double[] target;

        private Loaded(List<Column> columns, double[] target) {
            this.columns = columns;
            this.target = target;
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
     * @param classes class labels in order; empty for regression
     */
    Loaded load(List<InputColumn> inputs, int targetIndex, List<String> classes) throws IOException {
        Map<String, Integer> index = new HashMap<>();
        for (int k = 0; k < classes.size(); k++) {
            index.put(classes.get(k), k);
        }
        List<ColumnBuilder> builders = inputs.stream().map(ColumnBuilder::of).toList();
        double[] target = new double[1024];
        int rows = 0;
        try (CsvReader reader = file.reader(charset)) {
            reader.next();
            for (List<String> row = reader.next(); row != null; row = reader.next()) {
                String label = row.get(targetIndex);
                if (Values.isMissing(label)) {
                    continue;
                }
                if (rows == target.length) {
                    target = Arrays.copyOf(target, rows * 2);
                }
                target[rows++] = classes.isEmpty() ? Values.number(label) : index.get(label);
                for (int j = 0; j < builders.size(); j++) {
                    builders.get(j).add(row.get(j < targetIndex ? j : j + 1));
                }
            }
        }
        List<Column> columns = new ArrayList<>();
        builders.forEach(builder -> columns.add(builder.build()));
        return new Loaded(columns, Arrays.copyOf(target, rows));
    }
}
