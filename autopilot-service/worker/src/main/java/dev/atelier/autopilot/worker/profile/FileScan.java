package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.CsvException;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.Field;
import dev.atelier.autopilot.worker.data.RowBlock;
import dev.atelier.autopilot.worker.data.RowBlocks;
import dev.atelier.autopilot.worker.data.Values;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The first pass over the file: checks its form and sniffs every column. */
final class FileScan {

    private static final int MAX_ROWS = 20_000_000;

    private final List<ColumnSniffer> columns;
    private final long rows;
    private final Charset charset;

    private FileScan(List<ColumnSniffer> columns, long rows, Charset charset) {
        this.columns = columns;
        this.rows = rows;
        this.charset = charset;
    }

    List<ColumnSniffer> columns() {
        return columns;
    }

    long rows() {
        return rows;
    }

    Charset charset() {
        return charset;
    }

    List<String> names() {
        return columns.stream().map(ColumnSniffer::name).toList();
    }

    /** Scans as UTF-8, and again as Latin-1 (Windows-1252) if it is not. */
    static FileScan of(CsvFile file, int threads) throws IOException {
        try {
            return scan(file, StandardCharsets.UTF_8, threads);
        } catch (CharacterCodingException _) {
            return scan(file, StandardCharsets.ISO_8859_1, threads);
        }
    }

    private static FileScan scan(CsvFile file, Charset charset, int threads) throws IOException {
        try (CsvReader reader = file.reader(charset)) {
            List<String> header = reader.next();
            checkHeader(header);
            List<ColumnSniffer> columns =
                    header.stream().map(ColumnSniffer::new).toList();
            long rows = new RowBlocks(reader, columns.size(), threads)
                    .forEach(
                            (row, number) -> check(row, header, number),
                            _ -> {},
                            (block, j) -> add(block, j, columns.get(j)));
            return new FileScan(columns, rows, charset);
        }
    }

    private static void add(RowBlock block, int index, ColumnSniffer column) {
        Field field = new Field();
        for (int row = 0; row < block.rows(); row++) {
            block.point(field, row, index);
            column.add(field, block.first() + row + 1);
        }
    }

    private static void check(CsvReader row, List<String> header, long number) {
        if (number > MAX_ROWS) {
            throw CsvException.invalid("The file has more than " + MAX_ROWS + " rows; use a sample.");
        }
        if (row.size() != header.size()) {
            throw CsvException.invalid("Row " + number + " (line " + row.rowLine() + ") has " + row.size()
                    + " values, but the header names " + header.size()
                    + " columns; quote values that contain commas, or add what is missing.");
        }
    }

    private static void checkHeader(@org.jspecify.annotations.Nullable List<String> header) {
        if (header == null) {
            throw CsvException.notCsv("The file has no lines.");
        }
        if (header.size() == 1) {
            throw CsvException.notCsv(singleColumn(header.getFirst()));
        }
        List<String> numbers = header.stream()
                .filter(name -> !Double.isNaN(Values.number(name)))
                .toList();
        if (numbers.size() > header.size() / 2) {
            throw CsvException.invalid("The first line looks like data, not like column names (column "
                    + (header.indexOf(numbers.getFirst()) + 1) + " is '" + numbers.getFirst()
                    + "'); add a header line.");
        }
        Set<String> seen = new HashSet<>();
        List<String> problems = new ArrayList<>();
        for (int j = 0; j < header.size(); j++) {
            if (header.get(j).isEmpty()) {
                problems.add("Column " + (j + 1) + " has no name in the header; name it.");
            } else if (!seen.add(header.get(j))) {
                problems.add("Column " + (j + 1) + " has the name '" + header.get(j)
                        + "' a second time; give each column a name of its own.");
            }
        }
        if (!problems.isEmpty()) {
            throw CsvException.invalid(problems.getFirst());
        }
    }

    private static String singleColumn(String header) {
        for (char separator : new char[] {';', '\t', '|'}) {
            if (header.indexOf(separator) >= 0) {
                String name = separator == '\t' ? "tabs" : "'" + separator + "'";
                return "The header line has only one column, its values seem to be separated by " + name
                        + "; save the file with commas.";
            }
        }
        return "The header line has only one column; a data set needs at least one feature and the target, separated by commas.";
    }
}
