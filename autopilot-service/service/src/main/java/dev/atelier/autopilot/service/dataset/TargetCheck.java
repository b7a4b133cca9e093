package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.autopilot.service.engine.ProblemType;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a checked table can teach anything about a target; what only training can tell is left to the worker. */
final class TargetCheck {
    private static final int NAMED_COLUMNS = 50;
    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?");

    private TargetCheck() {}

    /**
     * Reads the target's column.
     *
     * @param problemType unless it is to be detected
     * @param minRows how many rows with a target a job needs
     * @throws AtelierException TARGET_NOT_FOUND, DATASET_TOO_FEW_ROWS or TARGET_INVALID
     */
    static void check(Path file, String target, @Nullable ProblemType problemType, int minRows) throws IOException {
        try (Reader reader = CsvCheck.open(file)) {
            CsvRows rows = new CsvRows(reader);
            List<String> header = CsvCheck.header(rows);
            int column = header.indexOf(target);
            if (column < 0) {
                throw new AtelierException(ErrorCode.TARGET_NOT_FOUND, notFound(header, target));
            }
            Set<String> values = new HashSet<>();
            long labelled = 0;
            for (List<String> row = rows.next(); row != null; row = rows.next()) {
                String value = row.get(column).strip();
                if (MISSING.contains(value)) {
                    continue;
                }
                labelled++;
                if (values.size() < 3) {
                    values.add(value);
                }
                if (problemType == ProblemType.REGRESSION && !CsvCheck.numeric(value)) {
                    throw invalid(
                            "Row %d has '%s' as target '%s', which is not a number, so the problem cannot be Regression. Mend the value or choose a classification."
                                    .formatted(rows.row(), shortened(value), target));
                }
            }
            if (labelled < minRows) {
                throw new AtelierException(
                        ErrorCode.DATASET_TOO_FEW_ROWS,
                        "The data set has %d rows with a value in '%s'; at least %d are needed. Add rows or lower atelier.autopilot.min-rows."
                                .formatted(labelled, target, minRows));
            }
            distinct(target, problemType, values);
        }
    }

    private static void distinct(String target, @Nullable ProblemType problemType, Set<String> values) {
        if (values.size() < 2) {
            throw invalid(
                    "The target '%s' has the same value in every row; there is nothing to learn. Choose another column."
                            .formatted(target));
        }
        if (problemType == ProblemType.BINARY_CLASSIFICATION && values.size() != 2) {
            throw invalid(
                    "The target '%s' has more than two values, so the problem cannot be BinaryClassification. Choose MulticlassClassification, or leave the problem type out."
                            .formatted(target));
        }
    }

    /** Says which columns there are, and which was perhaps meant. */
    static String notFound(List<String> header, String target) {
        String columns = String.join(", ", header.subList(0, Math.min(header.size(), NAMED_COLUMNS)));
        String more = header.size() > NAMED_COLUMNS ? " and %d more".formatted(header.size() - NAMED_COLUMNS) : "";
        String meant = header.stream()
                .filter(target.strip()::equalsIgnoreCase)
                .findFirst()
                .map("; did you mean '%s'?"::formatted)
                .orElse(".");
        return "There is no column '%s'%s The columns are: %s%s.".formatted(shortened(target), meant, columns, more);
    }

    private static String shortened(String value) {
        return value.length() <= 100 ? value : value.substring(0, 100) + "…";
    }

    private static AtelierException invalid(String detail) {
        return new AtelierException(ErrorCode.TARGET_INVALID, detail);
    }
}
