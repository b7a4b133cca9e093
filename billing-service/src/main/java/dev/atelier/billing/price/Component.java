package dev.atelier.billing.price;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an instance is used for; a type may have another price in each. */
public enum Component {
    STUDIO,
    TRAINING,
    PROCESSING,
    HOSTING,
    STORAGE;

    /** All codes, for a message: "studio, training, …". */
    public static final String CODES =
            Arrays.stream(values()).map(Component::code).collect(Collectors.joining(", "));

    /** The name in REST, in price books, and in the database, for example {@code studio}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a price is the price of: {@code hour}, of storage {@code gb-month}. */
    public String unit() {
        return this == STORAGE ? "gb-month" : "hour";
    }

    public static Optional<Component> find(String code) {
        return Arrays.stream(values())
                .filter(component -> component.code().equals(code))
                .findFirst();
    }
}
