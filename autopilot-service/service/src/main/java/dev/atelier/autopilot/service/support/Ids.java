package dev.atelier.autopilot.service.support;

import java.security.SecureRandom;
import java.time.Clock;

/** Makes identifiers that sort by the time of their making: a prefix, 12 hex digits of milliseconds, 16 random ones. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /**
     * A new identifier.
     *
     * @param prefix what it identifies, for example "ds"
     */
    public static String next(String prefix, Clock clock) {
        return "%s-%012x%016x".formatted(prefix, clock.millis(), RANDOM.nextLong());
    }
}
