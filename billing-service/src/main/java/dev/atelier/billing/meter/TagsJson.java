package dev.atelier.billing.meter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** Tags as the database keeps them. */
public final class TagsJson {
    private static final TypeReference<Map<String, String>> TAGS = new TypeReference<>() {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private TagsJson() {}

    public static String write(Map<String, String> tags) {
        try {
            return tags.isEmpty() ? "{}" : JSON.writeValueAsString(tags);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Map<String, String> read(String json) {
        try {
            return json.equals("{}") ? Map.of() : JSON.readValue(json, TAGS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
