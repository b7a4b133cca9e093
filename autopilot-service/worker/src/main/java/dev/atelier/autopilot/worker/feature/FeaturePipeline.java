package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The encoders of one fold's model, fitted on that fold's training rows only.
 *
 * @param scale centre and deviation of each column that encoders gave on no common scale (dates, text); empty for trees
 */
public record FeaturePipeline(List<Encoder> encoders, List<Scale> scale) {

    /** A column's affine map; missing values become 0. */
    public record Scale(int column, double mean, double deviation) {}

    public static FeaturePipeline fit(List<InputColumn> columns, FeatureStyle style, Table table, int[] rows) {
        int strings = (int) columns.stream()
                .filter(column -> column.feature() && !column.type().isNumber())
                .count();
        List<Encoder> encoders = new ArrayList<>();
        for (InputColumn column : columns) {
            if (column.feature()) {
                encoders.add(encoder(column, style, table, rows, strings));
            }
        }
        FeaturePipeline pipeline = new FeaturePipeline(List.copyOf(encoders), List.of());
        return style == FeatureStyle.TREE
                ? pipeline
                : new FeaturePipeline(pipeline.encoders, pipeline.fitScale(table, rows));
    }

    /** The same with the mean targets of all categories as further columns, if the target has few enough classes. */
    public FeaturePipeline withTargetMeans(List<InputColumn> columns, Table table, int[] rows, RowTargets targets) {
        if (targets.outputs() == 0) {
            return this;
        }
        List<Encoder> more = new ArrayList<>(encoders);
        columns.stream()
                .filter(column -> column.feature() && column.type() == ColumnType.CATEGORICAL)
                .forEach(column -> more.add(TargetEncoder.fit(column.name(), table, rows, targets)));
        return new FeaturePipeline(List.copyOf(more), scale);
    }

    /** The same with pairs of columns that together say more of the target, as further columns. */
    public FeaturePipeline withInteractions(List<InputColumn> columns, Table table, int[] rows, RowTargets targets) {
        List<Encoder> more = new ArrayList<>(encoders);
        more.addAll(Interactions.fit(columns, table, rows, targets));
        return new FeaturePipeline(List.copyOf(more), scale);
    }

    private static Encoder encoder(InputColumn column, FeatureStyle style, Table table, int[] rows, int strings) {
        return switch (column.type()) {
            case NUMERIC ->
                style == FeatureStyle.TREE
                        ? new NumericEncoder(column.name())
                        : ScaledEncoder.fit(column.name(), table, rows);
            case CATEGORICAL, BOOLEAN, IDENTIFIER ->
                style == FeatureStyle.LINEAR
                        ? OneHotEncoder.fit(column.name(), table, rows, strings)
                        : CodeEncoder.fit(column.name(), table, rows);
            case DATE -> new DateEncoder(column.name());
            case TEXT -> new TextEncoder(column.name());
        };
    }

    private List<Scale> fitScale(Table table, int[] rows) {
        List<Scale> scales = new ArrayList<>();
        int at = 0;
        for (Encoder encoder : encoders) {
            if (encoder instanceof DateEncoder || encoder instanceof TextEncoder) {
                double[] values = new double[rows.length * encoder.width()];
                encoder.encode(table, rows, values, encoder.width(), 0);
                for (int j = 0; j < encoder.width(); j++) {
                    scales.add(scale(at + j, values, encoder.width(), j));
                }
            }
            at += encoder.width();
        }
        return List.copyOf(scales);
    }

    private static Scale scale(int column, double[] values, int stride, int at) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int i = at; i < values.length; i += stride) {
            if (!Double.isNaN(values[i])) {
                sum += values[i];
                squares += values[i] * values[i];
                count++;
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        double variance = count == 0 ? 0 : squares / count - mean * mean;
        return new Scale(column, mean, variance > 1e-12 ? Math.sqrt(variance) : 1);
    }

    public int width() {
        return encoders.stream().mapToInt(Encoder::width).sum();
    }

    /** Of which of the given columns each column of the matrix is made, as their indexes. */
    public int[][] origins(List<String> columns) {
        return encoders.stream()
                .flatMap(encoder -> Stream.generate(() -> encoder.columns().stream()
                                .mapToInt(columns::indexOf)
                                .toArray())
                        .limit(encoder.width()))
                .toArray(int[][]::new);
    }

    /** The matrix of the given rows. */
    public Matrix transform(Table table, int[] rows) {
        int stride = width();
        return matrix(rows, (encoder, values, at) -> encoder.encode(table, rows, values, stride, at));
    }

    /** The matrix of the rows that this pipeline has learned from. */
    public Matrix transformTraining(Table table, int[] rows, RowTargets targets) {
        int stride = width();
        return matrix(rows, (encoder, values, at) -> encoder.encodeTraining(table, rows, targets, values, stride, at));
    }

    @FunctionalInterface
    private interface Writing {

        void write(Encoder encoder, double[] values, int at);
    }

    private Matrix matrix(int[] rows, Writing writing) {
        int width = width();
        double[] values = new double[Math.multiplyExact(rows.length, width)];
        List<Integer> categorical = new ArrayList<>();
        int at = 0;
        for (Encoder encoder : encoders) {
            writing.write(encoder, values, at);
            if (encoder.categorical()) {
                categorical.add(at);
            }
            at += encoder.width();
        }
        for (Scale column : scale) {
            for (int i = column.column(); i < values.length; i += width) {
                double scaled = (values[i] - column.mean()) / column.deviation();
                values[i] = Double.isNaN(scaled) ? 0 : Math.clamp(scaled, -8, 8);
            }
        }
        return new Matrix(rows.length, width, values, categorical);
    }

    /** The matrix of all rows. */
    public Matrix transform(Table table) {
        int[] rows = new int[table.rows()];
        Arrays.setAll(rows, row -> row);
        return transform(table, rows);
    }
}
