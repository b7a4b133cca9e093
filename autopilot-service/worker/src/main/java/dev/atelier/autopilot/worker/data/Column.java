package dev.atelier.autopilot.worker.data;

import java.util.Arrays;
import java.util.List;

/** The values of one column. */
public sealed interface Column {

    String name();

    int rows();

    /** The values of some rows, copied; a row may be there more than once. */
    Column select(int... selected);

    /** Numbers; NaN is a missing value. Dates are seconds since 1970. */
    final class Numbers implements Column {

        private final String name;
        private final double[] values;

        public Numbers(String name, double[] values) {
            this.name = name;
            this.values = values;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public Column select(int... selected) {
            return new Numbers(
                    name,
                    Arrays.stream(selected).mapToDouble(row -> values[row]).toArray());
        }

        /** The array itself, not a copy. */
        public double[] values() {
            return values;
        }
    }

    /** Strings as codes into a dictionary; -1 is a missing value. */
    final class Strings implements Column {

        private final String name;
        private final int[] codes;
        private final List<String> dictionary;

        public Strings(String name, int[] codes, List<String> dictionary) {
            this.name = name;
            this.codes = codes;
            this.dictionary = List.copyOf(dictionary);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rows() {
            return codes.length;
        }

        @Override
        public Column select(int... selected) {
            return new Strings(
                    name, Arrays.stream(selected).map(row -> codes[row]).toArray(), dictionary);
        }

        /** The array itself, not a copy. */
        public int[] codes() {
            return codes;
        }

        public List<String> dictionary() {
            return dictionary;
        }
    }
}
