package dev.atelier.autopilot.worker.serve;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.data.CsvException;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.job.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The {@code score} step: a CSV file in, a CSV file out. */
public final class FileScorer {

    private static final long MAX_BYTES = 4L << 30;

    private final Model model;

    public FileScorer(Model model) {
        this.model = model;
    }

    public void score(Path input, Path output) throws IOException {
        Batch batch;
        try {
            CsvFile file = CsvFile.open(input, MAX_BYTES);
            try {
                batch = read(file, StandardCharsets.UTF_8);
            } catch (InputException e) {
                if (!(e.getCause() instanceof CharacterCodingException)) {
                    throw e;
                }
                batch = read(file, StandardCharsets.ISO_8859_1);
            }
        } catch (CsvException e) {
            throw new InputException(e.getMessage());
        }
        double[] predictions = model.predict(batch.table());
        Json.writeAtomically(
                output,
                new PredictionWriter(model.manifest()).csv(predictions, true).getBytes(StandardCharsets.UTF_8));
    }

    private Batch read(CsvFile file, Charset charset) throws IOException {
        try (CsvReader reader = file.reader(charset)) {
            return new CsvRows(model.manifest()).read(reader);
        }
    }
}
