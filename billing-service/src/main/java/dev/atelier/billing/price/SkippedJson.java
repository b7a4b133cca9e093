package dev.atelier.billing.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.atelier.billing.price.book.Skipped;
import java.util.ArrayList;
import java.util.List;

/** What an import left out, as the database keeps it. */
final class SkippedJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SkippedJson() {}

    static String write(List<Skipped> skipped) {
        ArrayNode array = JSON.createArrayNode();
        skipped.forEach(one -> array.addObject()
                .put("reason", one.reason())
                .put("count", one.count())
                .put("firstLine", one.firstLine()));
        return array.toString();
    }

    static List<Skipped> read(String json) {
        try {
            List<Skipped> skipped = new ArrayList<>();
            for (JsonNode one : JSON.readTree(json)) {
                skipped.add(new Skipped(
                        one.get("reason").asText(),
                        one.get("count").asLong(),
                        one.get("firstLine").asLong()));
            }
            return skipped;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
