package dev.atelier.autopilot.worker.serve;

import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.CsvException;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.InputColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows in CSV, with a header (columns in any order) or without (the training file's columns but the target, in order). */
final class CsvRows {

    private final ModelManifest manifest;

    CsvRows(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /**
     * Some rows of a file.
     *
     * @param names of the rows' values
     * @param rows the values, in a file's first part and in all others
     */
    record Part(boolean first, Batch batch, List<String> names, List<List<String>> rows) {}

    /** What is done with parts. */
    @FunctionalInterface
    interface Parts {

        void take(Part part) throws IOException;
    }

    /** All rows at once. */
    Batch read(CsvReader reader) throws IOException {
        List<Batch> one = new ArrayList<>(1);
        parts(reader, Integer.MAX_VALUE, part -> one.add(part.batch()));
        return one.getFirst();
    }

    /** The rows in parts of the given size. */
    void parts(CsvReader reader, int size, Parts parts) throws IOException {
        try {
            rows(reader, size, parts);
        } catch (CsvException e) {
            throw new InputException(e.getMessage());
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new InputException("The text is not UTF-8 after line " + reader.rowLine() + ".", e);
        }
    }

    private void rows(CsvReader reader, int size, Parts parts) throws IOException {
        reader.single(manifest.columns().size() == 1);
        List<String> first = reader.next();
        if (first == null) {
            throw new InputException("There are no rows.");
        }
        boolean header = isHeader(first);
        List<String> names = header
                ? first
                : manifest.columns().stream().map(InputColumn::name).toList();
        int[] places = places(names, header);
        reader.single(names.size() == 1);
        RowSink sink = new RowSink(manifest.columns());
        List<List<String>> kept = new ArrayList<>();
        int before = 0;
        for (List<String> row = header ? reader.next() : first; row != null; row = reader.next()) {
            if (sink.rows() == size) {
                parts.take(new Part(before == 0, new Batch(sink.table(), header), names, kept));
                before += size;
                sink = new RowSink(manifest.columns(), before);
                kept = new ArrayList<>();
            }
            if (row.size() != names.size()) {
                throw new InputException(widthMessage(before + sink.rows() + 1, row.size(), names, header));
            }
            List<String> values = row;
            sink.add(feature -> values.get(places[feature]));
            if (size < Integer.MAX_VALUE) {
                kept.add(values);
            }
        }
        if (sink.rows() == 0) {
            throw new InputException("There is a header but no row.");
        }
        parts.take(new Part(before == 0, new Batch(sink.table(), header), names, kept));
    }

    /** Whether most of the first line's values are names of columns. */
    private boolean isHeader(List<String> first) {
        Set<String> known = new HashSet<>();
        manifest.columns().forEach(column -> known.add(column.name()));
        known.add(manifest.target());
        long matches = first.stream().filter(known::contains).count();
        return matches * 2 > first.size();
    }

    /** Where each feature is in a row. */
    private int[] places(List<String> names, boolean header) {
        Map<String, Integer> index = new HashMap<>();
        for (int j = 0; j < names.size(); j++) {
            if (index.putIfAbsent(names.get(j), j) != null) {
                throw new InputException("The header names the column '" + names.get(j) + "' twice.");
            }
        }
        List<String> features = manifest.columns().stream()
                .filter(InputColumn::feature)
                .map(InputColumn::name)
                .toList();
        List<String> absent =
                features.stream().filter(name -> !index.containsKey(name)).toList();
        if (header && !absent.isEmpty()) {
            throw new InputException("The header lacks the column" + (absent.size() == 1 ? " '" : "s '")
                    + String.join("', '", absent) + "'; add it, with empty values if they are unknown.");
        }
        return features.stream().mapToInt(index::get).toArray();
    }

    private String widthMessage(int row, int size, List<String> names, boolean header) {
        if (header) {
            return "Row " + row + " has " + size + " values, but the header names " + names.size() + " columns.";
        }
        return "Row " + row + " has " + size + " values; a row without header needs " + names.size()
                + ", in this order: " + String.join(",", names) + " (without the target '" + manifest.target() + "'"
                + (size == names.size() + 1 ? "; is it in the row?" : "") + ").";
    }
}
