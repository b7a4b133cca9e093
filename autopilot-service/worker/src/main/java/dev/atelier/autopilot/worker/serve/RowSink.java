package dev.atelier.autopilot.worker.serve;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnBuilder;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the table of a model's features from values in text, and refuses values that are not of their column's type. */
final class RowSink {

    private static final int SHOWN = 40;

    private final List<InputColumn> features;
    private final List<ColumnBuilder> builders;
    private final int before;
    private int rows;

    RowSink(List<InputColumn> inputs) {
        this(inputs, 0);
    }

    /**
     * A sink for the columns that the model uses.
     *
     * @param inputs all columns of the model
     * @param before rows that went elsewhere, for messages
     */
    RowSink(List<InputColumn> inputs, int before) {
        this.before = before;
        this.features = inputs.stream().filter(InputColumn::feature).toList();
        this.builders = features.stream().map(ColumnBuilder::of).toList();
    }

    List<InputColumn> features() {
        return features;
    }

    int rows() {
        return rows;
    }

    /** Adds a row. */
    void add(Row row) {
        rows++;
        for (int j = 0; j < features.size(); j++) {
            InputColumn feature = features.get(j);
            String value = row.value(j);
            if (!builders.get(j).add(value)) {
                throw new InputException("Row " + (before + rows) + ", column '" + feature.name() + "': '"
                        + shortened(value) + "' is not a "
                        + (feature.dateFormat() == null ? "number" : "date like those of the training data")
                        + "; leave it empty if it is unknown.");
            }
        }
    }

    Table table() {
        List<Column> columns = new ArrayList<>();
        builders.forEach(builder -> columns.add(builder.build()));
        return new Table(rows, columns);
    }

    private static String shortened(@Nullable String value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** The values of one row. */
    @FunctionalInterface
    interface Row {

        /** The value of a feature, by its place among {@link #features()}; null if it is not there. */
        @Nullable
        String value(int feature);
    }
}
