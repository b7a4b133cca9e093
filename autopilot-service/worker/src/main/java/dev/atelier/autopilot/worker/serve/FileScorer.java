package dev.atelier.autopilot.worker.serve;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.data.CsvException;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A CSV file in, a CSV file out, part by part: memory does not grow with the file. The output appears whole or not at all. */
public final class FileScorer {

    private static final long MAX_BYTES = 64L << 30;
    private static final int PART_ROWS = 5_000;

    private final Model model;

    public FileScorer(Model model) {
        this.model = model;
    }

    /** The {@code score} step: predictions with a header line. */
    public void score(Path input, Path output) throws IOException {
        run(input, output, false, true);
    }

    /**
     * The {@code transform} step: predictions with a header line if the input has one; gzip when the output's name ends with {@code .gz}.
     *
     * @param join whether the input's columns come before those of the prediction
     */
    public void transform(Path input, Path output, boolean join) throws IOException {
        run(input, output, join, false);
    }

    private void run(Path input, Path output, boolean join, boolean header) throws IOException {
        Path temporary = output.resolveSibling(
                output.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            CsvFile file = CsvFile.open(input, MAX_BYTES);
            boolean zip = output.getFileName().toString().endsWith(".gz");
            try {
                write(file, StandardCharsets.UTF_8, temporary, zip, join, header);
            } catch (InputException e) {
                if (!(e.getCause() instanceof CharacterCodingException)) {
                    throw e;
                }
                write(file, StandardCharsets.ISO_8859_1, temporary, zip, join, header);
            }
            Files.move(temporary, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (CsvException e) {
            throw new InputException(e.getMessage());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void write(CsvFile file, Charset charset, Path to, boolean zip, boolean join, boolean header)
            throws IOException {
        PredictionWriter writer = new PredictionWriter(model.manifest());
        try (CsvReader reader = file.reader(charset);
                OutputStream bytes = Files.newOutputStream(to);
                Writer out = new BufferedWriter(
                        new OutputStreamWriter(zip ? new GZIPOutputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            new CsvRows(model.manifest()).parts(reader, PART_ROWS, part -> {
                if (part.first() && (header || part.batch().header())) {
                    out.write(join ? PredictionWriter.line(part.names()) + "," : "");
                    out.write(writer.header());
                    out.write('\n');
                }
                String lines = writer.csv(model.predict(part.batch().table()), false);
                if (join) {
                    join(part.rows(), lines, out);
                } else {
                    out.write(lines);
                }
            });
        }
    }

    /** No value of a prediction holds a line break but labels, which are quoted. */
    private static void join(List<List<String>> rows, String lines, Writer out) throws IOException {
        int from = 0;
        for (List<String> row : rows) {
            int end = end(lines, from);
            out.write(PredictionWriter.line(row));
            out.write(',');
            out.write(lines, from, end - from);
            from = end;
        }
    }

    /** After the line break that ends the record. */
    private static int end(String lines, int from) {
        boolean quoted = false;
        int at = from;
        while (quoted || lines.charAt(at) != '\n') {
            quoted ^= lines.charAt(at) == '"';
            at++;
        }
        return at + 1;
    }
}
