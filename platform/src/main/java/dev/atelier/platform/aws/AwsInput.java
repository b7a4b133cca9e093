package dev.atelier.platform.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of a request's structure. Unknown members are passed over, as AWS does. */
public record AwsInput(JsonNode node) {
    /** The years 1 to 9999, in seconds since 1970: what any program can read and any database holds. */
    private static final BigDecimal EARLIEST = BigDecimal.valueOf(-62_135_596_800L);

    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    /** A text that has to be there. */
    public String text(String member) {
        return optional(member).orElseThrow(() -> missing(member));
    }

    /** A text, if it is there. */
    public Optional<String> optional(String member) {
        return find(member).map(value -> {
            if (!value.isTextual()) {
                throw serialization(member, "a string");
            }
            return value.textValue();
        });
    }

    /** One of the values of an enumeration, if it is there. */
    public Optional<String> oneOf(String member, String... values) {
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
    public @Nullable Integer number(String member) {
        return find(member)
                .map(value -> {
                    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
                        throw serialization(member, "an integer");
                    }
                    return value.intValue();
                })
                .orElse(null);
    }

    /** A whole number within bounds, if it is there. */
    public @Nullable Integer number(String member, int least, int most) {
        Integer value = number(member);
        if (value != null && (value < least || value > most)) {
            throw AwsException.validation(
                    lower(member), "Member must have value between %d and %d".formatted(least, most));
        }
        return value;
    }

    /** A number, if it is there. */
    public @Nullable Double decimal(String member) {
        return find(member)
                .map(value -> {
                    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                        throw serialization(member, "a number");
                    }
                    return value.doubleValue();
                })
                .orElse(null);
    }

    /** Whether a flag is there and true. */
    public boolean flag(String member) {
        return find(member)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw serialization(member, "a boolean");
                    }
                    return value.booleanValue();
                })
                .orElse(false);
    }

    /** A time in seconds since 1970, if it is there. */
    public @Nullable Instant time(String member) {
        return find(member)
                .map(value -> {
                    if (!value.isNumber()) {
                        throw serialization(member, "a timestamp");
                    }
                    return Instant.ofEpochMilli(seconds(member, value.decimalValue())
                            .movePointRight(3)
                            .longValue());
                })
                .orElse(null);
    }

    /** Compared first: to shift a number with a huge exponent would write out all its digits. */
    private static BigDecimal seconds(String member, BigDecimal seconds) {
        if (seconds.compareTo(EARLIEST) < 0 || seconds.compareTo(LATEST) > 0) {
            throw AwsException.validation(
                    lower(member), "Member must be a time between the years 1 and 9999, in seconds since 1970");
        }
        return seconds;
    }

    /** A structure, if it is there. */
    public Optional<AwsInput> structure(String member) {
        return find(member).map(value -> {
            if (!value.isObject()) {
                throw serialization(member, "a structure");
            }
            return new AwsInput(value);
        });
    }

    /** A structure that has to be there. */
    public AwsInput required(String member) {
        return structure(member).orElseThrow(() -> missing(member));
    }

    /** A list of structures, if it is there. */
    public List<AwsInput> structures(String member) {
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
    public List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        list(member).forEach(value -> {
            if (!value.isTextual()) {
                throw serialization(member, "a list of strings");
            }
            texts.add(value.textValue());
        });
        return texts;
    }

    /** The structures of a map by their keys, in their order; empty when it is not there. */
    public Map<String, AwsInput> structuresByKey(String member) {
        Map<String, AwsInput> structures = new LinkedHashMap<>();
        structure(member)
                .ifPresent(map -> map.node.properties().forEach(entry -> {
                    if (!entry.getValue().isObject()) {
                        throw serialization(member, "a map of structures");
                    }
                    structures.put(entry.getKey(), new AwsInput(entry.getValue()));
                }));
        return structures;
    }

    /**
     * Refuses members which would have to be obeyed and are not. Such as ask for nothing (false, an empty text, list or structure) pass.
     *
     * @throws AwsException ValidationException that names the member
     */
    public void refuse(String... members) {
        for (String member : members) {
            find(member).filter(AwsInput::asksForSomething).ifPresent(_ -> {
                throw AwsException.unsupported(member);
            });
        }
    }

    private static boolean asksForSomething(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case STRING -> !value.textValue().isEmpty();
            case ARRAY, OBJECT -> !value.isEmpty();
            case NUMBER, BINARY, POJO, NULL, MISSING -> true;
        };
    }

    /** Tags, if they are there. */
    public Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode tag : list("Tags")) {
            AwsInput input = new AwsInput(tag);
            tags.put(input.text("Key"), input.text("Value"));
        }
        return tags;
    }

    public boolean has(String member) {
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

    private static AwsException missing(String member) {
        return AwsException.validation(lower(member), "Member must not be null");
    }

    private static AwsException serialization(String member, String expected) {
        return new AwsException("SerializationException", 400, member + " has to be " + expected + ".");
    }

    private static String lower(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
