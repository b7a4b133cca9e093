package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.CsvException;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.serve.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of tables and of captured requests as they came, column by column, without the target. */
final class Rows {

    private static final long MAX_BYTES = 4L << 30;

    private final ModelManifest manifest;
    private final List<String> columns;
    private final Map<String, InputColumn> inputs = new HashMap<>();
    private final Set<String> known;

    Rows(ModelManifest manifest) {
        this.manifest = manifest;
        this.columns = manifest.columns().stream().map(InputColumn::name).toList();
        this.known = new HashSet<>(columns);
        known.add(manifest.target());
        manifest.columns().forEach(column -> inputs.put(column.name(), column));
    }

    /** A table with a header. */
    void ofTable(Path file, Consumer<Map<String, @Nullable String>> sink) throws IOException {
        try (CsvReader reader = CsvFile.open(file, MAX_BYTES).reader(StandardCharsets.UTF_8)) {
            List<String> header = reader.next();
            if (header == null) {
                throw new InputException("The table is empty.");
            }
            rows(reader, header, sink);
        }
    }

    /** Captured requests; what could not be read is left out. */
    void ofCapture(Path file, Consumer<Map<String, @Nullable String>> sink) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                captured(line, sink);
            }
        }
    }

    private void captured(String line, Consumer<Map<String, @Nullable String>> sink) throws IOException {
        try {
            JsonNode input = Json.mapper().readTree(line).at("/captureData/endpointInput");
            String data = input.path("data").asText();
            switch (input.path("encoding").asText()) {
                case "CSV" -> csv(data, sink);
                case "JSON" -> json(Json.mapper().readTree(data), sink);
                default -> {
                    // not a table
                }
            }
        } catch (JsonProcessingException | CsvException _) {
            // The service may be in the middle of a line, and callers may have sent anything.
        }
    }

    private void csv(String data, Consumer<Map<String, @Nullable String>> sink) throws IOException {
        try (CsvReader reader = new CsvReader(new StringReader(data))) {
            reader.single(columns.size() == 1);
            List<String> first = reader.next();
            if (first == null) {
                return;
            }
            boolean header = 2 * first.stream().filter(known::contains).count() > first.size();
            if (!header) {
                row(columns, first, sink);
            }
            rows(reader, header ? first : columns, sink);
        }
    }

    private void rows(CsvReader reader, List<String> names, Consumer<Map<String, @Nullable String>> sink)
            throws IOException {
        reader.single(names.size() == 1);
        for (List<String> row = reader.next(); row != null; row = reader.next()) {
            row(names, row, sink);
        }
    }

    private void row(List<String> names, List<String> values, Consumer<Map<String, @Nullable String>> sink) {
        if (names.size() != values.size()) {
            return;
        }
        Map<String, @Nullable String> row = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(manifest.target())) {
                row.put(names.get(i), values.get(i));
            }
        }
        sink.accept(row);
    }

    private void json(JsonNode body, Consumer<Map<String, @Nullable String>> sink) {
        for (JsonNode instance : body.path("instances")) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            if (instance.isArray() && instance.size() == columns.size()) {
                for (int i = 0; i < columns.size(); i++) {
                    row.put(columns.get(i), text(columns.get(i), instance.get(i)));
                }
            } else if (instance.isObject()) {
                instance.properties().forEach(entry -> {
                    if (!entry.getKey().equals(manifest.target())) {
                        row.put(entry.getKey(), text(entry.getKey(), entry.getValue()));
                    }
                });
            }
            if (!row.isEmpty()) {
                sink.accept(row);
            }
        }
    }

    private @Nullable String text(String name, JsonNode value) {
        InputColumn column = inputs.get(name);
        if (value.isBoolean() && column != null) {
            return column.word(value.booleanValue());
        }
        return value.isNull() ? null : value.asText();
    }
}
