package dev.atelier.autopilot.worker.serve;

import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.data.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rows to score of which the outcome is known; rows without a target are left out. */
public record LabelledTable(Table table, List<String> targets) {

    /**
     * Reads a table with a header that names the target.
     *
     * @throws InputException if it lacks the target or a feature
     */
    public static LabelledTable read(ModelManifest manifest, CsvReader reader) throws IOException {
        List<String> header = reader.next();
        int target = header == null ? -1 : header.indexOf(manifest.target());
        if (header == null || target < 0) {
            throw new InputException("The table has no column '" + manifest.target() + "' with the outcomes.");
        }
        manifest.columns().stream()
                .filter(column -> column.feature() && !header.contains(column.name()))
                .findFirst()
                .ifPresent(column -> {
                    throw new InputException("The table lacks the column '" + column.name() + "'.");
                });
        RowSink sink = new RowSink(manifest.columns());
        int[] places = sink.features().stream()
                .mapToInt(feature -> header.indexOf(feature.name()))
                .toArray();
        List<String> targets = new ArrayList<>();
        for (List<String> row = reader.next(); row != null; row = reader.next()) {
            if (row.size() != header.size()) {
                throw new InputException("Row " + (targets.size() + 1) + " has " + row.size()
                        + " values, but the header names " + header.size() + " columns.");
            }
            String outcome = row.get(target).strip();
            if (!Values.isMissing(outcome)) {
                List<String> values = row;
                sink.add(feature -> values.get(places[feature]));
                targets.add(outcome);
            }
        }
        if (targets.isEmpty()) {
            throw new InputException("No row has an outcome in '" + manifest.target() + "'.");
        }
        return new LabelledTable(sink.table(), List.copyOf(targets));
    }
}
