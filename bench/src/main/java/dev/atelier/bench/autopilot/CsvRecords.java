package dev.atelier.bench.autopilot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A CSV file as records: their text, to be written again as it is, and their values. Quotes may hold commas and line breaks.
 *
 * @param header the names
 * @param lines the text of each record, the header first
 * @param values of each record but the header
 */
record CsvRecords(List<String> header, List<String> lines, List<List<String>> values) {

    static CsvRecords read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8));
    }

    static CsvRecords parse(String text) {
        List<String> lines = new ArrayList<>();
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    value.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (!quoted && c == ',') {
                record.add(value.toString());
                value.setLength(0);
            } else if (!quoted && c == '\n') {
                record.add(value.toString());
                value.setLength(0);
                lines.add(text.substring(start, i));
                records.add(record);
                record = new ArrayList<>();
                start = i + 1;
            } else if (quoted || c != '\r') {
                value.append(c);
            }
        }
        if (start < text.length()) {
            record.add(value.toString());
            lines.add(text.substring(start));
            records.add(record);
        }
        return new CsvRecords(records.getFirst(), lines, records.subList(1, records.size()));
    }

    int column(String name) {
        int column = header.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException("There is no column " + name + " among " + header);
        }
        return column;
    }

    List<String> column(int column) {
        return values.stream().map(record -> record.get(column)).toList();
    }
}
