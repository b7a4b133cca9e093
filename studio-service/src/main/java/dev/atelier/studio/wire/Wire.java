package dev.atelier.studio.wire;

import com.google.protobuf.Timestamp;
import dev.atelier.api.error.AtelierException;
import dev.atelier.common.v1.Money;
import dev.atelier.platform.json.MoneyJson;
import dev.atelier.studio.usage.Price;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values as they are on the wire. An absent text is "" inside, absent in JSON. */
public final class Wire {
    private Wire() {}

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    public static Money money(Price price) {
        return Money.newBuilder()
                .setAmount(price.amount().toPlainString())
                .setCurrency(price.currency())
                .build();
    }

    public static @Nullable MoneyJson moneyJson(@Nullable Price price) {
        return price == null ? null : MoneyJson.of(price.amount(), price.currency());
    }

    /** The body of a request that needs one. */
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw AtelierException.invalid("body", "must be a JSON object");
        }
        return body;
    }

    /** The text, or "" when it is absent. */
    public static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    /** The text, or null when it is "". */
    public static @Nullable String textOrNull(String value) {
        return value.isEmpty() ? null : value;
    }

    /** The tags, or none when they are absent. */
    public static Map<String, String> tags(@Nullable Map<String, String> tags) {
        return tags == null ? Map.of() : tags;
    }
}
