package dev.atelier.autopilot.worker.learner.network;

import dev.atelier.autopilot.worker.feature.Matrix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How a matrix row becomes the network's input: numbers first (NaN as 0), each with its embedding if numbers have one, then each category's embedding. Missing categories, and codes that the training
 * rows did not have, share the last embedding of their column.
 *
 * @param columns of the matrix
 * @param numbers columns that hold numbers
 * @param categories columns that hold codes
 * @param first of all embeddings, the index of each category column's first
 * @param sizes length of each category column's embeddings
 * @param periodic whether numbers have {@link Periodic} embeddings
 */
record Inputs(
        int columns,
        List<Integer> numbers,
        List<Integer> categories,
        List<Integer> first,
        List<Integer> sizes,
        boolean periodic) {

    private static final double FACTOR = 1.6;
    private static final double EXPONENT = 0.56;
    private static final int LARGEST = 32;

    /** The inputs of the training rows; an embedding of n categories has fastai's length 1.6·n^0.56, at most {@value #LARGEST}. */
    static Inputs of(Matrix matrix, boolean periodic) {
        List<Integer> numbers = new ArrayList<>();
        List<Integer> first = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int j = 0; j < matrix.columns(); j++) {
            if (!matrix.categorical().contains(j)) {
                numbers.add(j);
            }
        }
        int next = 0;
        for (int j : matrix.categorical()) {
            int codes = 0;
            for (int i = j; i < matrix.values().length; i += matrix.columns()) {
                codes = Math.max(codes, Double.isNaN(matrix.values()[i]) ? 0 : (int) matrix.values()[i] + 1);
            }
            first.add(next);
            sizes.add(Math.min(LARGEST, (int) Math.round(FACTOR * Math.pow(codes + 1.0, EXPONENT))));
            next += codes + 1;
        }
        first.add(next);
        return new Inputs(
                matrix.columns(),
                List.copyOf(numbers),
                matrix.categorical(),
                List.copyOf(first),
                List.copyOf(sizes),
                periodic && !numbers.isEmpty());
    }

    int embeddings() {
        return first.getLast();
    }

    int width() {
        return numbers.size() * numberWidth()
                + sizes.stream().mapToInt(Integer::intValue).sum();
    }

    /** How many values a number becomes. */
    int numberWidth() {
        return periodic ? 1 + Periodic.VALUES : 1;
    }

    /** The value of the row's number at the given place in {@link #numbers()}. */
    float number(Matrix matrix, int row, int place) {
        double value = matrix.values()[row * columns + numbers.get(place)];
        return Double.isNaN(value) ? 0 : (float) value;
    }

    /** The index of the row's embedding for a category column. */
    int embedding(Matrix matrix, int row, int category) {
        double code = matrix.values()[row * columns + categories.get(category)];
        int begin = first.get(category);
        int unknown = first.get(category + 1) - 1;
        return code >= 0 && code < unknown - begin ? begin + (int) code : unknown;
    }

    void fill(Matrix matrix, int row, Embeddings embeddings, float[] out) {
        int at = 0;
        for (int k = 0; k < numbers.size(); k++) {
            out[at] = number(matrix, row, k);
            if (embeddings.numbers() != null) {
                embeddings.numbers().fill(k, out[at], out, at + 1);
            }
            at += numberWidth();
        }
        for (int k = 0; k < categories.size(); k++) {
            float[] embedding = embeddings.categories()[embedding(matrix, row, k)];
            System.arraycopy(embedding, 0, out, at, embedding.length);
            at += embedding.length;
        }
    }

    /** The length of the embedding of the given index. */
    int size(int embedding) {
        int category = 0;
        while (first.get(category + 1) <= embedding) {
            category++;
        }
        return sizes.get(category);
    }

    long size() {
        return Integer.BYTES * (4L + numbers.size() + 3L * categories.size());
    }

    void write(ByteBuffer buffer) {
        buffer.putInt(columns);
        for (List<Integer> list : List.of(numbers, categories)) {
            buffer.putInt(list.size());
            list.forEach(buffer::putInt);
        }
        first.forEach(buffer::putInt);
        sizes.forEach(buffer::putInt);
    }

    static Inputs read(ByteBuffer buffer, boolean periodic) {
        int columns = buffer.getInt();
        List<Integer> numbers = read(buffer, buffer.getInt());
        List<Integer> categories = read(buffer, buffer.getInt());
        List<Integer> first = read(buffer, categories.size() + 1);
        return new Inputs(columns, numbers, categories, first, read(buffer, categories.size()), periodic);
    }

    private static List<Integer> read(ByteBuffer buffer, int count) {
        List<Integer> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(buffer.getInt());
        }
        return List.copyOf(values);
    }
}
