package dev.atelier.platform.error;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.atelier.api.error.AtelierException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which field of a JSON body cannot be read and what is expected there, without Jackson's class names. */
final class JsonErrors {
    private static final String BODY = "body";

    private JsonErrors() {}

    static AtelierException resolve(JsonProcessingException thrown) {
        return switch (thrown) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case ValueInstantiationException refused -> refused(refused);
            case InvalidDefinitionException _ -> AtelierException.internal(thrown);
            case InvalidFormatException format ->
                AtelierException.invalid(path(format.getPath()), expected(format.getTargetType()));
            case MismatchedInputException mismatch ->
                AtelierException.invalid(path(mismatch.getPath()), mismatch(mismatch));
            case StreamReadException syntax ->
                AtelierException.invalid(BODY, "is not valid JSON" + at(syntax.getLocation()));
            case JsonMappingException mapping
            when mapping.getCause() instanceof StreamReadException syntax ->
                AtelierException.invalid(BODY, "is not valid JSON" + at(syntax.getLocation()));
            case JsonMappingException mapping when mapping.getCause() instanceof AtelierException error -> error;
            case JsonMappingException mapping -> AtelierException.invalid(path(mapping.getPath()), "cannot be read");
            default -> AtelierException.internal(thrown);
        };
    }

    private static AtelierException unknown(UnrecognizedPropertyException unknown) {
        Collection<Object> known = unknown.getKnownPropertyIds();
        String names = known == null || known.isEmpty()
                ? ""
                : "; known are " + known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
        return AtelierException.invalid(path(unknown.getPath()), "is not a known field" + names);
    }

    /** A record's own constructor has refused the value. */
    private static AtelierException refused(ValueInstantiationException refused) {
        return switch (refused.getCause()) {
            case AtelierException error -> error;
            case IllegalArgumentException illegal
            when illegal.getMessage() != null ->
                AtelierException.invalid(path(refused.getPath()), illegal.getMessage());
            case null, default -> AtelierException.invalid(path(refused.getPath()), "is not valid");
        };
    }

    private static String mismatch(MismatchedInputException mismatch) {
        String original = mismatch.getOriginalMessage();
        if (original != null && original.startsWith("No content to map")) {
            return "is missing: send a JSON object";
        }
        return original != null && original.startsWith("Trailing token")
                ? "holds more than one JSON value"
                : expected(mismatch.getTargetType());
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "is of the wrong type";
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (type == Instant.class) {
            return "must be a time such as 2026-01-31T12:00:00Z";
        }
        if (type == Duration.class) {
            return "must be an ISO-8601 duration such as PT30M";
        }
        if (List.of(int.class, long.class, Integer.class, Long.class, short.class, BigInteger.class)
                .contains(type)) {
            return "must be a whole number";
        }
        if (List.of(double.class, float.class, Double.class, Float.class, BigDecimal.class)
                .contains(type)) {
            return "must be a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "must be true or false";
        }
        if (type == String.class) {
            return "must be a string";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "must be an array";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "must be an object" : "is of the wrong type";
    }

    private static String path(@Nullable List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        if (references != null) {
            for (JsonMappingException.Reference reference : references) {
                if (reference.getFieldName() == null) {
                    path.append('[').append(reference.getIndex()).append(']');
                } else {
                    path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
                }
            }
        }
        return path.isEmpty() ? BODY : path.toString();
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null
                ? ""
                : String.format(Locale.ROOT, " at line %d, column %d", location.getLineNr(), location.getColumnNr());
    }
}
