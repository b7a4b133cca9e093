package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnBuilder;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.Dictionary;
import dev.atelier.autopilot.worker.data.Field;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.RowBlock;
import dev.atelier.autopilot.worker.data.RowBlocks;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.data.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The second pass over the file: typed columns. Rows without a target, or without a weight where there are weights, are left out. */
final class Loader {

    /** Typed columns, in the file's order without the target, the target, and weights. */
    static final class Loaded {

        private final List<Column> columns;
        private final double[] target;
        private final double[] weights;
        private final long unweighted;
        private final int training;

        private Loaded(List<Column> columns, double[] target, double[] weights, long unweighted, int training) {
            this.columns = columns;
            this.target = target;
            this.weights = weights;
            this.unweighted = unweighted;
            this.training = training;
        }

        /** How many rows, from the first on, are of the file's part that is to be learned from. */
        int training() {
            return training;
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

        /** How many rows each class has, in the order of the classes; empty for numbers. */
        Map<String, Integer> sizes(List<String> classes) {
            int[] counts = new int[classes.size()];
            if (counts.length > 0) {
                for (double code : target) {
                    counts[(int) code]++;
                }
            }
            Map<String, Integer> sizes = new LinkedHashMap<>();
            for (int k = 0; k < counts.length; k++) {
                sizes.put(classes.get(k), counts[k]);
            }
            return sizes;
        }
    }

    private final CsvFile file;
    private final FileScan scan;
    private final int threads;

    Loader(CsvFile file, FileScan scan, int threads) {
        this.file = file;
        this.scan = scan;
        this.threads = threads;
    }

    /**
     * Loads.
     *
     * @param weightIndex the column of weights in the file; below 0 for none
     * @param classes class labels in order; empty for regression
     * @param trainingRows how many rows of the file are to be learned from; null for all
     */
    Loaded load(
            List<InputColumn> inputs,
            int targetIndex,
            int weightIndex,
            List<String> classes,
            @Nullable Long trainingRows)
            throws IOException {
        List<ColumnBuilder> builders = inputs.stream()
                .map(input -> ColumnBuilder.of(input, (int) scan.rows()))
                .toList();
        Outcomes outcomes = new Outcomes(
                targetIndex,
                weightIndex,
                classes,
                (int) scan.rows(),
                trainingRows == null ? Long.MAX_VALUE : trainingRows);
        try (CsvReader reader = file.reader(scan.charset())) {
            reader.next();
            new RowBlocks(reader, scan.columns().size(), threads)
                    .forEach((_, _) -> {}, outcomes::take, (block, column) -> {
                        if (column != targetIndex) {
                            add(block, column, builders.get(column < targetIndex ? column : column - 1));
                        }
                    });
        }
        List<Column> columns = new ArrayList<>();
        builders.forEach(builder -> columns.add(builder.build()));
        return outcomes.loaded(columns);
    }

    private static void add(RowBlock block, int column, ColumnBuilder builder) {
        Field field = new Field();
        for (int row = 0; row < block.rows(); row++) {
            if (!block.skipped(row)) {
                block.point(field, row, column);
                builder.add(field);
            }
        }
    }

    /** Targets and weights, which decide whether a row is kept. */
    private static final class Outcomes {

        private final int targetIndex;
        private final int weightIndex;
        private final List<String> classes;
        private final Dictionary labels = new Dictionary();
        private final Field field = new Field();
        private final double[] target;
        private final double[] weights;
        private final long trainingRows;
        private int rows;
        private int training;
        private long unweighted;

        Outcomes(int targetIndex, int weightIndex, List<String> classes, int most, long trainingRows) {
            this.trainingRows = trainingRows;
            this.targetIndex = targetIndex;
            this.weightIndex = weightIndex;
            this.classes = classes;
            this.target = new double[most];
            this.weights = new double[most];
            classes.forEach(label -> labels.code(label, classes.size()));
        }

        void take(RowBlock block) {
            for (int row = 0; row < block.rows(); row++) {
                if (!take(block, row)) {
                    block.skip(row);
                } else if (block.first() + row < trainingRows) {
                    training++;
                }
            }
        }

        private boolean take(RowBlock block, int row) {
            block.point(field, row, targetIndex);
            if (Values.isMissing(field)) {
                return false;
            }
            double outcome = classes.isEmpty() ? Values.number(field) : labels.code(field, classes.size());
            double weight = 1;
            if (weightIndex >= 0) {
                block.point(field, row, weightIndex);
                weight = Values.number(field);
            }
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                unweighted++;
                return false;
            }
            weights[rows] = weight;
            target[rows++] = outcome;
            return true;
        }

        Loaded loaded(List<Column> columns) {
            double[] scaled = weightIndex < 0 ? RowWeights.EQUAL : RowWeights.scaled(Arrays.copyOf(weights, rows));
            return new Loaded(columns, Arrays.copyOf(target, rows), scaled, unweighted, training);
        }
    }
}
