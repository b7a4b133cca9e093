package dev.atelier.platform.aws;

import dev.atelier.api.page.Page;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
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

    /** An answer with a page of a list: its items under the member's name, and the token of the next page if there is one. */
    public static <T> Map<String, @Nullable Object> page(String member, Page<T> page, Function<? super T, ?> render) {
        return structure(member, page.items().stream().map(render).toList(), "NextToken", page.nextPageToken());
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
