package dev.atelier.bench.autopilot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One outer fold of a set, the same for everyone: a file to learn from, a file without the target to predict, and the truth that nobody sees.
 *
 * @param count of all folds
 * @param classes labels in order; empty for numbers
 */
record OuterFold(DataSet set, int number, int count, Path train, Path test, List<String> classes, List<Double> truth) {

    /** Writes a fold's files. Rows of a class (or with like values) are dealt to the folds in turn, in a random order that the seed gives. */
    static OuterFold write(DataSet set, int number, int count, long seed, Path directory) throws IOException {
        CsvRecords records = CsvRecords.read(set.file());
        int target = records.column(set.target());
        List<String> targets = records.column(target);
        boolean numbers = set.measure() == Measure.RMSE;
        int[] assignment = deal(targets, numbers, count, seed);
        Files.createDirectories(directory);
        List<String> train = new ArrayList<>(List.of(records.lines().getFirst()));
        List<String> test = new ArrayList<>(List.of(without(records.header(), target)));
        List<String> classes = numbers ? List.of() : List.copyOf(new TreeSet<>(targets));
        List<Double> truth = new ArrayList<>();
        for (int row = 0; row < targets.size(); row++) {
            if (assignment[row] == number) {
                test.add(without(records.values().get(row), target));
                truth.add(numbers ? Double.parseDouble(targets.get(row)) : classes.indexOf(targets.get(row)));
            } else {
                train.add(records.lines().get(row + 1));
            }
        }
        return new OuterFold(
                set,
                number,
                count,
                write(directory.resolve("train.csv"), train),
                write(directory.resolve("test.csv"), test),
                classes,
                List.copyOf(truth));
    }

    static int[] deal(List<String> targets, boolean numbers, int count, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, targets.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        order.sort(
                numbers
                        ? Comparator.comparingDouble(row -> Double.parseDouble(targets.get(row)))
                        : Comparator.comparing(targets::get));
        Random random = new Random(seed + 1);
        List<Integer> turn = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        int[] assignment = new int[targets.size()];
        for (int i = 0; i < assignment.length; i++) {
            if (i % count == 0) {
                Collections.shuffle(turn, random);
            }
            assignment[order.get(i)] = turn.get(i % count);
        }
        return assignment;
    }

    private static String without(List<String> values, int column) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i != column) {
                line.append(line.isEmpty() && i == (column == 0 ? 1 : 0) ? "" : ",")
                        .append(quoted(values.get(i)));
            }
        }
        return line.toString();
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private static Path write(Path file, List<String> lines) throws IOException {
        return Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }

    /** The score of a file of predictions: {@code probability_<label>} for classes, {@code predicted_value} for numbers. */
    double score(Path predictions) throws IOException {
        CsvRecords records = CsvRecords.read(predictions);
        if (records.values().size() != truth.size()) {
            throw new IOException(predictions + " has " + records.values().size() + " rows, not " + truth.size());
        }
        int[] columns = classes.isEmpty()
                ? new int[] {records.column("predicted_value")}
                : classes.stream()
                        .mapToInt(label -> records.column("probability_" + label))
                        .toArray();
        double[][] values = records.values().stream()
                .map(record -> Arrays.stream(columns)
                        .mapToDouble(column -> Double.parseDouble(record.get(column)))
                        .toArray())
                .toArray(double[][]::new);
        return set.measure()
                .of(values, truth.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** What a program that learns is told, by the names of its options. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("train", train.toString());
        options.put("test", test.toString());
        options.put("target", set.target());
        options.put("problem", set.problem());
        options.put("metric", set.measure().label());
        return options;
    }
}
