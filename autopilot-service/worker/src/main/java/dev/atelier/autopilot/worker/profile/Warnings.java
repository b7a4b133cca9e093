package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.profile.Profile.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the user should know before trusting a model. */
final class Warnings {

    private static final double IMBALANCED = 0.9;
    private static final double MOSTLY_MISSING = 0.5;
    private static final int SMALL_CLASS = 50;

    private final ProblemType type;
    private final ColumnSniffer target;
    private final Map<String, Integer> sizes;
    private final Map<String, ColumnSniffer> sniffers;
    private final int folds;

    Warnings(
            ProblemType type,
            ColumnSniffer target,
            Map<String, Integer> sizes,
            Map<String, ColumnSniffer> sniffers,
            int folds) {
        this.type = type;
        this.target = target;
        this.sizes = sizes;
        this.sniffers = sniffers;
        this.folds = folds;
    }

    List<Warning> collect(List<InputColumn> inputs, List<Column> features, Loader.Loaded loaded) {
        double[] values = loaded.target();
        List<Warning> warnings = new ArrayList<>();
        if (loaded.unweighted() > 0) {
            warnings.add(new Warning(
                    "missing-weight",
                    target.name(),
                    loaded.unweighted() + " rows have no weight above 0 and are left out."));
        }
        ofTarget(warnings, values.length);
        for (InputColumn input : inputs) {
            ofColumn(warnings, input);
        }
        Leakage leakage = new Leakage(type, values, sizes.size());
        for (Column feature : features) {
            double score = leakage.score(feature);
            if (score >= Leakage.SUSPICIOUS) {
                warnings.add(new Warning(
                        "target-leakage",
                        feature.name(),
                        String.format(
                                Locale.ROOT,
                                "'%s' alone predicts the target almost perfectly (%.3f of 1); if it is only known"
                                        + " after the target, remove it.",
                                feature.name(),
                                score)));
            }
        }
        return warnings;
    }

    private void ofTarget(List<Warning> warnings, int rows) {
        if (target.missing() > 0) {
            warnings.add(new Warning(
                    "missing-target",
                    target.name(),
                    target.missing() + " rows have no value of the target and are left out."));
        }
        sizes.forEach((label, count) -> {
            if (count >= IMBALANCED * rows) {
                warnings.add(new Warning(
                        "imbalanced-target",
                        target.name(),
                        "The class '" + label + "' has " + Math.round(100.0 * count / rows)
                                + " % of the rows; accuracy says little here, use AUC or F1."));
            }
            if (count < SMALL_CLASS) {
                warnings.add(new Warning(
                        "small-class",
                        target.name(),
                        "The class '" + label + "' has only " + count + " rows"
                                + (count < folds
                                        ? ", fewer than there are folds: it is learned, but not measured."
                                        : ".")));
            }
        });
    }

    private void ofColumn(List<Warning> warnings, InputColumn input) {
        ColumnSniffer sniffer = sniffers.get(input.name());
        if (sniffer == null) {
            return;
        }
        var bad = sniffer.badToken();
        if (input.type() == ColumnType.NUMERIC && bad != null) {
            warnings.add(new Warning(
                    "invalid-values",
                    input.name(),
                    sniffer.notNumeric() + " values of the numeric column '" + input.name()
                            + "' are no numbers, the first is '" + bad.getKey() + "' in row " + bad.getValue()
                            + "; they count as missing."));
        }
        long rows = sniffer.present() + sniffer.missing();
        if (sniffer.present() > 0 && sniffer.missing() > MOSTLY_MISSING * rows) {
            warnings.add(new Warning(
                    "high-missing",
                    input.name(),
                    Math.round(100.0 * sniffer.missing() / rows) + " % of '" + input.name() + "' is missing."));
        }
    }
}
