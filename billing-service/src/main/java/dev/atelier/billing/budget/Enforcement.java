package dev.atelier.billing.budget;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What happens when a budget is used up, besides alerts. */
public enum Enforcement {
    NONE,
    /** Nothing new is launched. */
    REFUSE,
    /** Nothing new is launched, and after the grace time all that runs is stopped. */
    SHUT_DOWN;

    /** All codes, for a message. */
    public static final String CODES =
            Arrays.stream(values()).map(Enforcement::code).collect(Collectors.joining(", "));

    /** The name in REST and in the database, for example {@code shut-down}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Enforcement> find(String code) {
        return Arrays.stream(values())
                .filter(enforcement -> enforcement.code().equals(code))
                .findFirst();
    }
}
