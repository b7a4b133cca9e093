package dev.atelier.billing.price;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an instance is used for; a type may have another price in each. */
public enum Component {
    STUDIO,
    TRAINING,
    PROCESSING,
    HOSTING,
    STORAGE;

    private static final Map<String, Component> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(Component::code, component -> component));

    /** All codes, for a message: "studio, training, …". */
    public static final String CODES =
            Arrays.stream(values()).map(Component::code).collect(Collectors.joining(", "));

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in REST, in price books, and in the database, for example {@code studio}. */
    public String code() {
        return code;
    }

    /** What a price is the price of: {@code hour}, of storage {@code gb-month}. */
    public String unit() {
        return this == STORAGE ? "gb-month" : "hour";
    }

    public static Optional<Component> find(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
