package dev.atelier.platform.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Kept documents as trees. */
@ApplicationScoped
public class Documents {
    private final ObjectMapper json;

    Documents(ObjectMapper json) {
        this.json = json;
    }

    /** The document, or an empty one. */
    public ObjectNode read(Optional<String> text) {
        return text.map(this::parse).orElseGet(json::createObjectNode);
    }

    private ObjectNode parse(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the request's members of these names into the document. */
    public static void take(ObjectNode document, AwsInput input, String... members) {
        for (String member : members) {
            JsonNode value = input.node().path(member);
            if (!value.isMissingNode() && !value.isNull()) {
                document.set(member, value.deepCopy());
            }
        }
    }

    /** Puts the members of a structure of the request into the structure of the same or another name in the document. */
    public static void merge(ObjectNode document, String member, Optional<AwsInput> given) {
        given.ifPresent(structure -> {
            ObjectNode target = document.withObjectProperty(member);
            structure
                    .node()
                    .properties()
                    .forEach(
                            entry -> target.set(entry.getKey(), entry.getValue().deepCopy()));
        });
    }

    /** A structure of the document; empty when it is not there. */
    public ObjectNode structure(ObjectNode document, String member) {
        return document.get(member) instanceof ObjectNode structure ? structure : json.createObjectNode();
    }
}
