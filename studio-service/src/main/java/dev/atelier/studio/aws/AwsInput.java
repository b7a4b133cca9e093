package dev.atelier.studio.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of a request's structure. Unknown members are passed over, as AWS does. */
record AwsInput(JsonNode node) {
    /** A text that has to be there. */
    String text(String member) {
        return optional(member).orElseThrow(() -> AwsException.validation(lower(member), "Member must not be null"));
    }

    /** A text, if it is there. */
    Optional<String> optional(String member) {
        return find(member).map(value -> {
            if (!value.isTextual()) {
                throw serialization(member, "a string");
            }
            return value.textValue();
        });
    }

    /** One of the values of an enumeration, if it is there. */
    Optional<String> oneOf(String member, String... values) {
        Optional<String> value = optional(member);
        value.ifPresent(given -> {
            if (!List.of(values).contains(given)) {
                throw AwsException.validation(
                        lower(member), "Member must satisfy enum value set: [" + String.join(", ", values) + "]");
            }
        });
        return value;
    }

    /** A whole number, if it is there. */
    @Nullable
    Integer number(String member) {
        return find(member)
                .map(value -> {
                    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
                        throw serialization(member, "an integer");
                    }
                    return value.intValue();
                })
                .orElse(null);
    }

    /** A time in seconds since 1970, if it is there. */
    @Nullable
    Instant time(String member) {
        return find(member)
                .map(value -> {
                    if (!value.isNumber()) {
                        throw serialization(member, "a timestamp");
                    }
                    return Instant.ofEpochMilli(
                            value.decimalValue().movePointRight(3).longValue());
                })
                .orElse(null);
    }

    /** A structure, if it is there. */
    Optional<AwsInput> structure(String member) {
        return find(member).map(value -> {
            if (!value.isObject()) {
                throw serialization(member, "a structure");
            }
            return new AwsInput(value);
        });
    }

    /** A list of structures, if it is there. */
    List<AwsInput> structures(String member) {
        List<AwsInput> structures = new ArrayList<>();
        list(member).forEach(value -> {
            if (!value.isObject()) {
                throw serialization(member, "a list of structures");
            }
            structures.add(new AwsInput(value));
        });
        return structures;
    }

    /** A list of texts, if it is there. */
    List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        list(member).forEach(value -> {
            if (!value.isTextual()) {
                throw serialization(member, "a list of strings");
            }
            texts.add(value.textValue());
        });
        return texts;
    }

    /** Tags, if they are there. */
    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode tag : list("Tags")) {
            AwsInput input = new AwsInput(tag);
            tags.put(input.text("Key"), input.text("Value"));
        }
        return tags;
    }

    boolean has(String member) {
        return find(member).isPresent();
    }

    private JsonNode list(String member) {
        JsonNode value = node.path(member);
        if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
            throw serialization(member, "a list");
        }
        return value;
    }

    private Optional<JsonNode> find(String member) {
        JsonNode value = node.path(member);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private static AwsException serialization(String member, String expected) {
        return new AwsException("SerializationException", 400, member + " has to be " + expected + ".");
    }

    private static String lower(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
