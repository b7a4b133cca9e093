package dev.atelier.autopilot.worker.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which fold each row is in: fixed once for a job and shared by all its candidates, so that out-of-fold predictions can be combined. A row may be in no fold:
 * then all folds learn from it and nothing is measured on it. How rows are dealt to folds is a {@link Split}.
 *
 * <p>Ordered folds follow each other in time: a fold learns only from what is before it, and from rows in no fold, which are before all.
 */
public final class Folds {

    static final byte NO_FOLD = -1;

    private static final int UNMEASURED = 1;
    private static final int HEADER = 2;

    private final byte[] assignment;
    private final boolean[] measured;
    private final int count;
    private final boolean ordered;

    /**
     * Folds.
     *
     * @param assignment the fold of each row, below 0 for none
     * @param measured whether a row of a fold is also measured there
     * @param ordered whether the folds follow each other in time
     */
    Folds(byte[] assignment, boolean[] measured, int count, boolean ordered) {
        this.assignment = assignment;
        this.measured = measured;
        this.count = count;
        this.ordered = ordered;
    }

    /** Folds without order, of whose rows all are measured. */
    static Folds of(byte[] assignment, int count) {
        boolean[] measured = new boolean[assignment.length];
        Arrays.fill(measured, true);
        return new Folds(assignment, measured, count, false);
    }

    public int count() {
        return count;
    }

    /** Whether the folds follow each other in time. */
    public boolean ordered() {
        return ordered;
    }

    /** All rows, which a model learns from that is not measured. */
    public int[] allRows() {
        return IntStream.range(0, assignment.length).toArray();
    }

    /** The row's fold; below 0 when it is in none. */
    public int fold(int row) {
        return assignment[row];
    }

    /** The rows that a fold is measured on. */
    public int[] validationRows(int fold) {
        return IntStream.range(0, assignment.length)
                .filter(row -> assignment[row] == fold && measured[row])
                .toArray();
    }

    /** All rows that are measured. */
    public int[] measuredRows() {
        return IntStream.range(0, assignment.length)
                .filter(row -> assignment[row] >= 0 && measured[row])
                .toArray();
    }

    /** The rows that are measured in other folds; with a single fold its own, since there are no others. */
    public int[] otherRows(int fold) {
        if (count == 1) {
            return measuredRows();
        }
        return IntStream.range(0, assignment.length)
                .filter(row -> assignment[row] >= 0 && assignment[row] != fold && measured[row])
                .toArray();
    }

    /** The rows that a fold learns from. */
    public int[] trainingRows(int fold) {
        return IntStream.range(0, assignment.length)
                .filter(row -> ordered ? assignment[row] < fold : assignment[row] != fold)
                .toArray();
    }

    /** The same, where rows of a class that their fold's training rows do not have are not measured: nobody could know the class. */
    Folds measuringKnownClasses(double[] target) {
        boolean[] known = measured.clone();
        for (int fold = 0; fold < count; fold++) {
            Set<Double> classes = new HashSet<>();
            for (int row : trainingRows(fold)) {
                classes.add(target[row]);
            }
            for (int row : validationRows(fold)) {
                known[row] = classes.contains(target[row]);
            }
        }
        return new Folds(assignment, known, count, ordered);
    }

    public void write(Path file) throws IOException {
        byte[] bytes = new byte[HEADER + 2 * assignment.length];
        bytes[0] = (byte) count;
        bytes[1] = (byte) (ordered ? 1 : 0);
        for (int row = 0; row < assignment.length; row++) {
            bytes[HEADER + 2 * row] = assignment[row];
            bytes[HEADER + 2 * row + 1] = (byte) (measured[row] ? 0 : UNMEASURED);
        }
        Files.write(file, bytes);
    }

    public static Folds read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] assignment = new byte[(bytes.length - HEADER) / 2];
        boolean[] measured = new boolean[assignment.length];
        for (int row = 0; row < assignment.length; row++) {
            assignment[row] = bytes[HEADER + 2 * row];
            measured[row] = bytes[HEADER + 2 * row + 1] != UNMEASURED;
        }
        return new Folds(assignment, measured, bytes[0], bytes[1] == 1);
    }
}
