package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A checked table beside another one, on which is measured what was learned from that. */
public final class ValidationTable {
    private ValidationTable() {}

    /**
     * Refuses a table that does not go with the one that is learned from.
     *
     * @param field of the request, for the error
     * @throws AtelierException VALIDATION when it has other columns
     */
    public static void check(String field, Dataset training, Dataset validation) {
        List<String> columns = training.columns();
        if (!validation.columns().equals(columns)) {
            throw AtelierException.invalid(field, difference(columns, validation.columns()));
        }
    }

    private static String difference(List<String> columns, List<String> others) {
        return columns.stream()
                .filter(column -> !others.contains(column))
                .findFirst()
                .map("has no column '%s'; it must have the columns of the training table, in their order"::formatted)
                .orElseGet(() -> others.stream()
                        .filter(column -> !columns.contains(column))
                        .findFirst()
                        .map("has the column '%s', which the training table does not have; leave it out"::formatted)
                        .orElse("has the columns of the training table in another order; bring them into its order"));
    }

    /** Writes one table with the rows of both, those of the first before those of the second. */
    public static void join(Path training, Path validation, Path joined) {
        try (Reader first = CsvCheck.open(training);
                Reader second = CsvCheck.open(validation);
                Writer out = Files.newBufferedWriter(joined)) {
            first.transferTo(out);
            out.write('\n');
            CsvRows rows = new CsvRows(second);
            CsvCheck.header(rows);
            rows.transferTo(out);
        } catch (IOException e) {
            throw AtelierException.internal(e);
        }
    }
}
