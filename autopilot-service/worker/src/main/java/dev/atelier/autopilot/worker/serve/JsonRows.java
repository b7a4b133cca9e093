package dev.atelier.autopilot.worker.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.job.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows in JSON: {@code {"instances": [{column: value, …} or [value, …], …]}}. */
final class JsonRows {

    private static final String INSTANCES = "instances";

    private final ModelManifest manifest;
    private final List<InputColumn> features = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    JsonRows(ModelManifest manifest) {
        this.manifest = manifest;
        List<InputColumn> columns = manifest.columns();
        for (int j = 0; j < columns.size(); j++) {
            known.add(columns.get(j).name());
            if (columns.get(j).feature()) {
                features.add(columns.get(j));
                places.add(j);
            }
        }
        known.add(manifest.target());
    }

    Batch read(byte[] body) throws IOException {
        JsonNode root;
        try {
            root = Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    "The body is not JSON (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + "): " + e.getOriginalMessage());
        }
        JsonNode instances = root.path(INSTANCES);
        if (!instances.isArray() || instances.isEmpty()) {
            throw new InputException(
                    "The body must be an object with a list of at least one row: {\"instances\": [{\"column\": value}]}.");
        }
        RowSink sink = new RowSink(manifest.columns());
        for (JsonNode instance : instances) {
            int row = sink.rows() + 1;
            if (instance.isArray()) {
                checkSize(row, instance);
                sink.add(feature -> text(row, features.get(feature), instance.get(places.get(feature))));
            } else if (instance.isObject()) {
                checkNames(row, instance);
                sink.add(feature -> text(
                        row,
                        features.get(feature),
                        instance.get(features.get(feature).name())));
            } else {
                throw new InputException("Row " + row + " must be an object of columns or a list of values.");
            }
        }
        return new Batch(sink.table(), true);
    }

    private void checkSize(int row, JsonNode instance) {
        if (instance.size() != manifest.columns().size()) {
            throw new InputException("Row " + row + " has " + instance.size() + " values; it needs "
                    + manifest.columns().size() + ", in this order: "
                    + String.join(
                            ", ",
                            manifest.columns().stream().map(InputColumn::name).toList())
                    + ".");
        }
    }

    private void checkNames(int row, JsonNode instance) {
        instance.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new InputException("Row " + row + ": the model has no column '" + name + "'.");
            }
        });
        for (InputColumn column : manifest.columns()) {
            if (column.feature() && !instance.has(column.name())) {
                throw new InputException(
                        "Row " + row + ": the column '" + column.name() + "' is missing; give null if it is unknown.");
            }
        }
    }

    private static @Nullable String text(int row, InputColumn column, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isContainerNode()) {
            throw new InputException("Row " + row + ", column '" + column.name() + "' must be a plain value.");
        }
        return value.isBoolean()
                ? column.word(value.booleanValue())
                : value.asText().strip();
    }
}
