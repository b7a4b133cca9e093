package dev.atelier.studio.kernel;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what a cell shows, as nbformat 4 keeps it: pieces of one stream become one output, updates change what they name, {@code
 * clear_output} is obeyed. Bounded: what does not fit is left out and counted, except errors, which are bounded apart.
 */
final class CellOutputs {
    private static final int MAX_ERROR_CHARACTERS = 64 * 1024;
    private static final int OUTPUT_OVERHEAD = 64;

    private final long limit;
    private final List<Output> outputs = new ArrayList<>();
    private long bytes;
    private long dropped;
    private boolean clearNext;

    /** @param text what was printed so far, when this is a stream */
    private record Output(Map<String, Object> fields, String displayId, StringBuilder text) {}

    CellOutputs(long limit) {
        this.limit = limit;
    }

    /**
     * Takes in an iopub message of the execution.
     *
     * @param size of the message in bytes
     */
    void add(String type, JsonObject content, int size) {
        switch (type) {
            case "stream" -> stream(content, size);
            case "display_data" -> display(type, content, size);
            case "execute_result" -> display(type, content, size);
            case "update_display_data" -> update(content, size);
            case "error" -> error(content);
            case "clear_output" -> {
                clearNext = content.getBoolean("wait", false);
                if (!clearNext) {
                    clear();
                }
            }
            default -> {}
        }
    }

    /** The outputs so far. */
    List<Map<String, Object>> outputs() {
        return outputs.stream()
                .map(output -> {
                    if (output.text().isEmpty()) {
                        return output.fields();
                    }
                    Map<String, Object> stream = new LinkedHashMap<>(output.fields());
                    stream.put("text", output.text().toString());
                    return stream;
                })
                .toList();
    }

    long dropped() {
        return dropped;
    }

    private void stream(JsonObject content, int size) {
        if (!fits(size)) {
            return;
        }
        String name = content.getString("name", "stdout");
        String text = content.getString("text", "");
        if (!outputs.isEmpty() && name.equals(outputs.getLast().fields().get("name"))) {
            outputs.getLast().text().append(text);
            return;
        }
        Map<String, Object> fields = output("stream");
        fields.put("name", name);
        fields.put("text", "");
        outputs.add(new Output(fields, "", new StringBuilder(text)));
    }

    private void display(String type, JsonObject content, int size) {
        if (!fits(size)) {
            return;
        }
        Map<String, Object> fields = output(type);
        if (type.equals("execute_result")) {
            fields.put("execution_count", content.getInteger("execution_count", 0));
        }
        bundle(fields, content);
        outputs.add(new Output(fields, displayId(content), new StringBuilder()));
    }

    private void update(JsonObject content, int size) {
        String id = displayId(content);
        if (id.isEmpty() || !fits(size)) {
            return;
        }
        outputs.stream()
                .filter(output -> output.displayId().equals(id))
                .forEach(output -> bundle(output.fields(), content));
    }

    private void error(JsonObject content) {
        clearIfDue();
        Map<String, Object> fields = output("error");
        fields.put("ename", shortened(content.getString("ename", "")));
        fields.put("evalue", shortened(content.getString("evalue", "")));
        List<String> traceback = new ArrayList<>();
        int characters = 0;
        for (Object line : content.getJsonArray("traceback", new JsonArray())) {
            String text = shortened(String.valueOf(line));
            characters += text.length();
            if (characters <= MAX_ERROR_CHARACTERS) {
                traceback.add(text);
            }
        }
        fields.put("traceback", traceback);
        outputs.add(new Output(fields, "", new StringBuilder()));
    }

    private boolean fits(int size) {
        clearIfDue();
        if (bytes + size > limit) {
            dropped += size;
            return false;
        }
        bytes += size + OUTPUT_OVERHEAD;
        return true;
    }

    private void clearIfDue() {
        if (clearNext) {
            clearNext = false;
            clear();
        }
    }

    private void clear() {
        outputs.clear();
        bytes = 0;
        dropped = 0;
    }

    private static Map<String, Object> output(String type) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("output_type", type);
        return fields;
    }

    private static void bundle(Map<String, Object> fields, JsonObject content) {
        fields.put("data", content.getJsonObject("data", new JsonObject()).getMap());
        fields.put(
                "metadata", content.getJsonObject("metadata", new JsonObject()).getMap());
    }

    private static String displayId(JsonObject content) {
        return content.getJsonObject("transient", new JsonObject()).getString("display_id", "");
    }

    private static String shortened(String text) {
        return text.length() <= MAX_ERROR_CHARACTERS ? text : text.substring(0, MAX_ERROR_CHARACTERS);
    }
}
