package dev.atelier.platform.aws;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values of answers. */
public final class AwsOutput {
    private static final int MILLIS = 3;

    private AwsOutput() {}

    /** A structure from names and values in turn; what is null is left out. */
    public static Map<String, @Nullable Object> structure(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                members.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return members;
    }

    /** A time: seconds since 1970 with milliseconds. */
    public static BigDecimal time(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano(), 9))
                .setScale(MILLIS, RoundingMode.DOWN);
    }

    /** A time, if there is one. */
    public static @Nullable BigDecimal timeOrNull(@Nullable Instant time) {
        return time == null ? null : time(time);
    }

    /** Tags in the order of their keys. */
    public static List<Map<String, String>> tags(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> Map.of("Key", tag.getKey(), "Value", tag.getValue()))
                        .toList();
    }
}
