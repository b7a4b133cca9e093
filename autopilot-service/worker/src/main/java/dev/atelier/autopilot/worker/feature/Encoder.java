package dev.atelier.autopilot.worker.feature;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.atelier.autopilot.worker.data.Table;
import java.util.List;

/** Turns a typed column, or two, into some columns of numbers. An encoder holds all it has learned, and is part of the model. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NumericEncoder.class, name = "numeric"),
    @JsonSubTypes.Type(value = ScaledEncoder.class, name = "scaled"),
    @JsonSubTypes.Type(value = CodeEncoder.class, name = "codes"),
    @JsonSubTypes.Type(value = OneHotEncoder.class, name = "one-hot"),
    @JsonSubTypes.Type(value = TargetEncoder.class, name = "target-mean"),
    @JsonSubTypes.Type(value = ArithmeticEncoder.class, name = "arithmetic"),
    @JsonSubTypes.Type(value = CrossEncoder.class, name = "cross"),
    @JsonSubTypes.Type(value = DateEncoder.class, name = "date"),
    @JsonSubTypes.Type(value = TextEncoder.class, name = "text")
})
public sealed interface Encoder
        permits NumericEncoder,
                ScaledEncoder,
                CodeEncoder,
                OneHotEncoder,
                TargetEncoder,
                ArithmeticEncoder,
                CrossEncoder,
                DateEncoder,
                TextEncoder {

    String column();

    /** All columns that it is made of. */
    @JsonIgnore
    default List<String> columns() {
        return List.of(column());
    }

    /** How many columns it gives. */
    @JsonIgnore
    int width();

    /** Whether its columns hold codes of categories. */
    @JsonIgnore
    default boolean categorical() {
        return false;
    }

    /**
     * Writes the values of the given rows.
     *
     * @param out row-major
     * @param stride columns of the matrix
     * @param at this encoder's first column
     */
    void encode(Table table, int[] rows, double[] out, int stride, int at);

    /** Writes the values of the rows that it has learned from, none of which may tell its own target. */
    default void encodeTraining(Table table, int[] rows, RowTargets targets, double[] out, int stride, int at) {
        encode(table, rows, out, stride, at);
    }
}
