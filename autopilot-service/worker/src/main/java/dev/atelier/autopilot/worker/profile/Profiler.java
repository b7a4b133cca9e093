package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.CsvException;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.Refusal;
import dev.atelier.autopilot.worker.job.RefusedException;
import dev.atelier.autopilot.worker.metric.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads the data set, decides whether it can be used, and describes it. */
public final class Profiler {

    private final JobRequest request;
    private final Splitting splitting;

    public Profiler(JobRequest request) {
        this.request = request;
        this.splitting = new Splitting(request);
    }

    /** The data set, its description (the plan's length and the time are not yet in it), and its folds. */
    public record Profiled(Profile profile, Dataset data, Folds folds) {}

    /** Profiles, or raises {@link RefusedException}. */
    public Profiled profile() throws IOException {
        splitting.checkRequest();
        Path path = Path.of(request.datasetPath());
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw RefusedException.dataset(
                    Refusal.Code.DATASET_INVALID,
                    "The file " + path.getFileName() + " does not exist or cannot be read.");
        }
        try {
            CsvFile file = CsvFile.open(path, request.maximumBytes());
            return profile(file, FileScan.of(file, request.threadCount()));
        } catch (CsvException e) {
            throw RefusedException.dataset(
                    e.isCsv() ? Refusal.Code.DATASET_INVALID : Refusal.Code.DATASET_NOT_CSV, e.getMessage());
        }
    }

    private Profiled profile(CsvFile file, FileScan scan) throws IOException {
        TargetCheck check = TargetCheck.of(request, scan);
        SplitColumns splits = SplitColumns.of(request, scan);
        ColumnSniffer target = check.target();
        if (scan.rows() < request.minimumRows()) {
            throw RefusedException.dataset(
                    Refusal.Code.DATASET_TOO_FEW_ROWS,
                    "The data set has " + scan.rows() + " rows, at least " + request.minimumRows()
                            + " are needed; add rows.");
        }
        if (target.present() > 0 && target.present() < request.minimumRows()) {
            throw RefusedException.dataset(
                    Refusal.Code.DATASET_TOO_FEW_ROWS,
                    "Only " + target.present() + " rows have a value of the target '" + target.name() + "', at least "
                            + request.minimumRows() + " are needed; fill in the target or add rows.");
        }
        ProblemType type = check.problemType();
        Metric objective = objective(type);
        List<String> classes = type.isClassification() ? check.classes() : List.of();
        int targetIndex = scan.columns().indexOf(target);
        List<InputColumn> inputs = scan.columns().stream()
                .filter(column -> column != target)
                .map(column -> splits.input(input(column)))
                .toList();
        Loader.Loaded loaded = new Loader(file, scan, request.threadCount())
                .load(inputs, targetIndex, splits.weightIndex(), classes, request.trainingRows());
        if (loaded.target().length < request.minimumRows()) {
            throw new RefusedException(
                    Refusal.Code.DATASET_TOO_FEW_ROWS,
                    RefusedException.WEIGHT,
                    "Only " + loaded.target().length + " rows have a target and a weight above 0, at least "
                            + request.minimumRows() + " are needed.");
        }
        Map<String, Integer> sizes = loaded.sizes(classes);
        check.checkWeighed(sizes);
        Folds folds = splitting.deal(scan.rows(), sizes, inputs, loaded);
        return describe(scan, target, type, objective, sizes, inputs, loaded, splits, folds);
    }

    private static InputColumn input(ColumnSniffer column) {
        ColumnType type = column.type();
        return new InputColumn(
                column.name(),
                type,
                type == ColumnType.DATE ? column.dateFormat() : null,
                type != ColumnType.IDENTIFIER,
                column.words());
    }

    private Metric objective(ProblemType type) {
        String label = request.objectiveMetric();
        if (label == null) {
            return Metric.defaultFor(type);
        }
        return Metric.objective(label, type)
                .orElseThrow(() -> new RefusedException(
                        Refusal.Code.VALIDATION,
                        "objectiveMetric",
                        "The metric '" + label + "' does not measure a " + type.label() + "; use one of "
                                + Metric.labels(type) + "."));
    }

    private Profiled describe(
            FileScan scan,
            ColumnSniffer target,
            ProblemType type,
            Metric objective,
            Map<String, Integer> sizes,
            List<InputColumn> inputs,
            Loader.Loaded loaded,
            SplitColumns splits,
            Folds folds) {
        Map<String, ColumnSniffer> sniffers = new HashMap<>();
        scan.columns().forEach(column -> sniffers.put(column.name(), column));
        var reasons = Roles.reasons(inputs, loaded.columns(), sniffers, splits);
        List<Column> features = IntStream.range(0, inputs.size())
                .filter(j -> reasons.get(inputs.get(j).name()) == null)
                .mapToObj(loaded.columns()::get)
                .toList();
        if (features.isEmpty()) {
            String why = reasons.entrySet().stream()
                    .map(entry -> "'" + entry.getKey() + "' " + entry.getValue())
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("");
            throw RefusedException.dataset(
                    Refusal.Code.DATASET_INVALID,
                    "No column can be used as a feature: " + why
                            + ". Add columns that tell something about the target.");
        }
        ColumnDescriber describer = new ColumnDescriber(sniffers);
        List<Profile.ColumnProfile> columns = new ArrayList<>();
        for (int j = 0; j < inputs.size(); j++) {
            columns.add(describer.feature(
                    inputs.get(j),
                    loaded.columns().get(j),
                    reasons.get(inputs.get(j).name())));
        }
        columns.add(scan.columns().indexOf(target), describer.target(target, type, loaded.target()));
        Warnings warnings = new Warnings(type, target, sizes, sniffers, folds.count());
        Profile profile = new Profile(
                1,
                loaded.target().length,
                (int) (scan.rows() - loaded.target().length),
                type,
                request.problemType() == null,
                objective.label(),
                objective.direction(),
                folds.count(),
                folds.measuredRows().length,
                request.seedOrZero(),
                scan.charset().name(),
                columns,
                describer.targetProfile(target, sizes, loaded.target()),
                warnings.collect(inputs, features, loaded),
                0,
                0);
        return new Profiled(
                profile,
                new Dataset(new Table(loaded.target().length, features), loaded.target(), loaded.weights()),
                folds);
    }
}
