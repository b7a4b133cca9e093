package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Squares and products of columns as further columns, with which a linear model bends: of the columns that alone say most of the target, so many that their
 * products have no more than {@value #MOST_VALUES} values.
 *
 * @param first the first column of each product
 * @param second the second one, perhaps the same
 */
record ColumnProducts(List<Integer> first, List<Integer> second) {

    /** No column more. */
    static final ColumnProducts NONE = new ColumnProducts(List.of(), List.of());

    private static final int MOST_COLUMNS = 45;
    private static final double MOST_VALUES = 2e7;

    /** Scaled values beyond are outliers, whose products would be everything. */
    private static final double LIMIT = 3;

    /** The products of scaled columns; those that are the same in every row are left out. */
    static ColumnProducts of(Sample sample, int outputs) {
        Matrix matrix = sample.matrix();
        int most = (int) Math.min(MOST_COLUMNS, Math.sqrt(2 * MOST_VALUES / matrix.rows()));
        double[] worth = worth(matrix, sample.target(), outputs);
        int[] columns = IntStream.range(0, matrix.columns())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer column) -> -worth[column]))
                .limit(most)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            for (int j = i; j < columns.length; j++) {
                if (differs(matrix, columns[i], columns[j], i == j)) {
                    first.add(columns[i]);
                    second.add(columns[j]);
                }
            }
        }
        return new ColumnProducts(List.copyOf(first), List.copyOf(second));
    }

    /** The matrix with the products behind its own columns. */
    Matrix apply(Matrix matrix) {
        if (first.isEmpty()) {
            return matrix;
        }
        int own = matrix.columns();
        int width = own + first.size();
        int[] left = first.stream().mapToInt(Integer::intValue).toArray();
        int[] right = second.stream().mapToInt(Integer::intValue).toArray();
        double[] values = new double[matrix.rows() * width];
        for (int row = 0; row < matrix.rows(); row++) {
            System.arraycopy(matrix.values(), row * own, values, row * width, own);
            for (int k = 0; k < left.length; k++) {
                values[row * width + own + k] =
                        product(matrix.values()[row * own + left[k]], matrix.values()[row * own + right[k]]);
            }
        }
        return new Matrix(matrix.rows(), width, values, matrix.categorical());
    }

    private static double product(double a, double b) {
        return Math.clamp(a, -LIMIT, LIMIT) * Math.clamp(b, -LIMIT, LIMIT);
    }

    /** Whether the product has different values, and as a square not those of the column itself. */
    private static boolean differs(Matrix matrix, int i, int j, boolean square) {
        double[] values = matrix.values();
        double seen = product(values[i], values[j]);
        boolean varies = false;
        boolean news = !square;
        for (int row = 0; row < values.length && !(varies && news); row += matrix.columns()) {
            double product = product(values[row + i], values[row + j]);
            varies |= product != seen;
            news |= product != values[row + i];
        }
        return varies && news;
    }

    /** How much each column correlates with the target: the squared correlation with each class, or with the values, summed. */
    private static double[] worth(Matrix matrix, double[] target, int outputs) {
        double[] worth = new double[matrix.columns()];
        double[] wanted = new double[target.length];
        for (int output = 0; output < outputs; output++) {
            int label = output;
            Arrays.setAll(wanted, i -> outputs == 1 ? target[i] : target[i] == label ? 1 : 0);
            for (int column = 0; column < worth.length; column++) {
                worth[column] += squaredCorrelation(matrix, column, wanted);
            }
        }
        return worth;
    }

    private static double squaredCorrelation(Matrix matrix, int column, double[] wanted) {
        int rows = wanted.length;
        double x = 0;
        double y = 0;
        for (int i = 0; i < rows; i++) {
            x += matrix.values()[i * matrix.columns() + column] / rows;
            y += wanted[i] / rows;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < rows; i++) {
            double dx = matrix.values()[i * matrix.columns() + column] - x;
            double dy = wanted[i] - y;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        return xx > 0 && yy > 0 ? xy * xy / (xx * yy) : 0;
    }
}
