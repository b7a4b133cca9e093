package dev.atelier.autopilot.worker.explain;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.explain.Explanation.RowContributions;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.serve.InputException;
import dev.atelier.autopilot.worker.serve.RowReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Why a model predicts what it does for rows that somebody asks about.
 *
 * @param trial null for the ensemble
 * @param outputs what each prediction is of: the positive class, every class, or the target
 * @param method and unit as in {@link Explanation.Shapley}
 * @param rows the rows of the file, in order
 * @param truncated whether time ended it before the last row, or with fewer orders than planned
 */
public record RowExplanation(
        int version,
        @Nullable Integer trial,
        String name,
        ProblemType problemType,
        List<String> outputs,
        String method,
        String unit,
        List<RowContributions> rows,
        boolean truncated) {

    /** The most rows that are explained at once. */
    public static final int MOST_ROWS = 40;

    private static final int BACKGROUND = 200;
    private static final long MAX_BYTES = 64L << 20;

    /**
     * Explains a file's rows.
     *
     * @param data the data set that the model has learned from, which says what is usual
     * @throws InputException if the rows cannot be scored, or are too many
     */
    public static RowExplanation of(
            @Nullable Integer trial, Model model, Dataset data, Path file, long seed, Deadline deadline)
            throws IOException {
        Table rows;
        try (CsvReader reader = CsvFile.open(file, MAX_BYTES).reader(StandardCharsets.UTF_8)) {
            rows = RowReader.read(model.manifest(), reader);
        }
        if (rows.rows() > MOST_ROWS) {
            throw new InputException("The file has " + rows.rows() + " rows; at most " + MOST_ROWS
                    + " are explained at once, give it in parts.");
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] usual = Sampling.rows(IntStream.range(0, data.rows()).toArray(), BACKGROUND, random);
        ShapleyValues values = new ShapleyValues(model, data.features().select(usual), random);
        List<String> features = model.manifest().columns().stream()
                .filter(column -> column.feature())
                .map(column -> column.name())
                .toList();
        Contributions contributions = values.of(rows, features, deadline);
        return new RowExplanation(
                1,
                trial,
                model.manifest().name(),
                model.manifest().problemType(),
                Explainer.outputs(model.manifest()),
                contributions.method(),
                contributions.unit(),
                values.rows(contributions, rows, row -> row, _ -> null),
                contributions.truncated());
    }
}
