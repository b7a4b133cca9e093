package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Decides whether a file is a table that a job could use, and says what is wrong with it otherwise: row, column, remedy. */
final class CsvCheck {
    private CsvCheck() {}

    /** What a table has. */
    record Summary(List<String> columns, long rows) {}

    /**
     * Reads the whole file.
     *
     * @throws AtelierException DATASET_NOT_CSV or DATASET_INVALID
     */
    static Summary check(Path file) throws IOException {
        try (Reader reader = open(file)) {
            CsvRows rows = new CsvRows(reader);
            List<String> header = header(rows);
            long count = 0;
            for (List<String> row = rows.next(); row != null; row = rows.next()) {
                count++;
                if (row.size() != header.size()) {
                    throw new AtelierException(
                            ErrorCode.DATASET_INVALID,
                            "Row %d has %d values but the header has %d columns. Quote values that contain commas."
                                    .formatted(rows.row(), row.size(), header.size()));
                }
            }
            if (count == 0) {
                throw new AtelierException(
                        ErrorCode.DATASET_INVALID, "The table has a header but no rows. Add rows below the header.");
            }
            return new Summary(header, count);
        } catch (CharacterCodingException e) {
            throw notCsv("The file is not UTF-8 text, so it cannot be a CSV. Export the table as CSV in UTF-8.");
        } catch (BinaryContentException e) {
            throw notCsv(
                    "The file is binary (it has the character 0x%02x), not a CSV. Export the table as CSV with a header."
                            .formatted(e.character));
        } catch (CsvRows.MalformedCsvException e) {
            throw new AtelierException(ErrorCode.DATASET_INVALID, String.valueOf(e.getMessage()));
        }
    }

    /** The file as text; fails on bytes that are not UTF-8 and on control characters. */
    static Reader open(Path file) throws IOException {
        return new TextOnly(new BufferedReader(
                new InputStreamReader(
                        Files.newInputStream(file),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16));
    }

    /** The column names, without a byte order mark. */
    static List<String> header(CsvRows rows) throws IOException {
        @Nullable List<String> first = rows.next();
        if (first == null) {
            throw notCsv("The file is empty. Upload a CSV with a header and rows.");
        }
        List<String> header = IntStream.range(0, first.size())
                .mapToObj(i -> i == 0 ? withoutMark(first.get(0)) : first.get(i))
                .map(String::strip)
                .toList();
        if (header.size() == 1) {
            String only = header.getFirst();
            String separator = only.contains(";") ? "semicolons" : only.contains("\t") ? "tabs" : null;
            throw notCsv(
                    separator == null
                            ? "The first line has a single column. A table needs a target and at least one more column, separated by commas."
                            : "The first line is separated by %s. Separate the columns by commas."
                                    .formatted(separator));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (name.isEmpty()) {
                throw invalidHeader("Column %d has no name. Name every column in the first line.".formatted(i + 1));
            }
            if (!seen.add(name)) {
                throw invalidHeader("Two columns are named '%s'. Rename one of them.".formatted(name));
            }
        }
        if (header.stream().allMatch(CsvCheck::numeric)) {
            throw invalidHeader("The first line holds only numbers, so it is not a header. Put column names there.");
        }
        return header;
    }

    /** Whether a cell is a finite number. */
    static boolean numeric(String cell) {
        String text = cell.strip();
        if (text.isEmpty() || text.length() > 64 || !text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0)) {
            return false;
        }
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static AtelierException notCsv(String detail) {
        return new AtelierException(ErrorCode.DATASET_NOT_CSV, detail);
    }

    private static AtelierException invalidHeader(String detail) {
        return new AtelierException(ErrorCode.DATASET_INVALID, detail);
    }

    private static final class BinaryContentException extends IOException {
        private static final long serialVersionUID = 1L;

        final int character;

        BinaryContentException(char character) {
            super("binary content");
            this.character = character;
        }
    }

    private static final class TextOnly extends FilterReader {
        TextOnly(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] chars, int offset, int length) throws IOException {
            int count = super.read(chars, offset, length);
            for (int i = offset; i < offset + count; i++) {
                char c = chars[i];
                if (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
                    throw new BinaryContentException(c);
                }
            }
            return count;
        }
    }
}
