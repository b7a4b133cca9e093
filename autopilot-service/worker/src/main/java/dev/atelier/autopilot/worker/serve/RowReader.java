package dev.atelier.autopilot.worker.serve;

import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.Table;
import java.io.IOException;

/** Rows to be scored, as an endpoint takes them, for other features than serving. */
public final class RowReader {

    private RowReader() {}

    /**
     * All rows at once.
     *
     * @throws InputException if one cannot be scored
     */
    public static Table read(ModelManifest manifest, CsvReader reader) throws IOException {
        return new CsvRows(manifest).read(reader).table();
    }
}
