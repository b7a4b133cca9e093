package dev.atelier.autopilot.service.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A notebook in the format nbformat 4.5, cell by cell. */
final class Notebook {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode root = JSON.createObjectNode();
    private final ArrayNode cells = root.putArray("cells");

    Notebook() {
        ObjectNode metadata = root.putObject("metadata");
        metadata.putObject("kernelspec")
                .put("display_name", "Python 3")
                .put("language", "python")
                .put("name", "python3");
        metadata.putObject("language_info").put("name", "python");
        root.put("nbformat", 4).put("nbformat_minor", 5);
    }

    Notebook markdown(String text) {
        cell("markdown", text);
        return this;
    }

    Notebook code(String text) {
        ObjectNode cell = cell("code", text);
        cell.putNull("execution_count");
        cell.putArray("outputs");
        return this;
    }

    private ObjectNode cell(String type, String text) {
        ObjectNode cell = cells.addObject();
        cell.put("cell_type", type).put("id", "cell-" + cells.size());
        cell.putObject("metadata");
        ArrayNode source = cell.putArray("source");
        List<String> lines = text.strip().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            source.add(i + 1 < lines.size() ? lines.get(i) + "\n" : lines.get(i));
        }
        return cell;
    }

    byte[] bytes() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A value as Python writes it; what a string holds cannot leave it. */
    static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean flag -> flag ? "True" : "False";
            case Number number -> number.toString();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> literal(entry.getKey()) + ": " + literal(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(Notebook::literal).collect(Collectors.joining(", ", "[", "]"));
            default -> string(value.toString());
        };
    }

    private static String string(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Text in Markdown that is shown as it is. */
    static String plain(String text) {
        return text.replaceAll("([\\\\`*_{}\\[\\]<>()#+.!|~$-])", "\\\\$1").replaceAll("\\s+", " ");
    }
}
