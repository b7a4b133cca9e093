package dev.atelier.billing.meter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What happened to a billed resource. */
public enum UsageEventType {
    /** It began to run: opens an interval. */
    STARTED,
    /** It ended: closes the interval. */
    ENDED,
    /** An app began to use it. */
    MEMBER_JOINED,
    /** An app ceased to use it. */
    MEMBER_LEFT,
    /** Its source still knows it. */
    HEARTBEAT,
    /** An earlier event counts no more. */
    REVERSED,
    /** A member, or the resource itself, began to compute. */
    BUSY,
    /** It ceased to compute. */
    IDLE;

    private static final Map<String, UsageEventType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(UsageEventType::code, type -> type));

    /** All codes, for a message. */
    static final String CODES =
            Arrays.stream(values()).map(UsageEventType::code).collect(Collectors.joining(", "));

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in REST and in the database, for example {@code member-joined}. */
    public String code() {
        return code;
    }

    boolean opens() {
        return this == STARTED;
    }

    boolean ofMember() {
        return this == MEMBER_JOINED || this == MEMBER_LEFT;
    }

    /** Whether it stands in a timeline by itself. */
    boolean shapes() {
        return this != HEARTBEAT && this != REVERSED;
    }

    /** Whether it may say how much was in use. */
    boolean measures() {
        return this == HEARTBEAT || this == BUSY || this == IDLE || this == ENDED;
    }

    /** Whether it can be told by the last interval alone what it changes, when it is later than all others. */
    boolean plain() {
        return this == STARTED || this == ENDED || this == HEARTBEAT;
    }

    public static Optional<UsageEventType> find(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
