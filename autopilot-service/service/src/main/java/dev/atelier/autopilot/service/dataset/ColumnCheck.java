package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a table has the columns that a request names beside the target. */
final class ColumnCheck {
    private ColumnCheck() {}

    /**
     * Reads the header.
     *
     * @param columns by the field that names them
     * @throws AtelierException VALIDATION
     */
    static void check(Path file, Map<String, String> columns) throws IOException {
        if (columns.isEmpty()) {
            return;
        }
        List<FieldViolation> violations = new ArrayList<>();
        try (Reader reader = CsvCheck.open(file)) {
            List<String> header = CsvCheck.header(new CsvRows(reader));
            columns.forEach((field, column) -> {
                if (!header.contains(column)) {
                    violations.add(new FieldViolation(field, TargetCheck.notFound(header, column)));
                }
            });
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }
}
