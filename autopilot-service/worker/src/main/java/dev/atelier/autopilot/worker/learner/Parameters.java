package dev.atelier.autopilot.worker.learner;

import java.util.Map;
import java.util.Set;

/** A learner's settings as the plan has them. */
public record Parameters(Map<String, Object> values) {

    /** Not more rounds than this. */
    public static final String ROUNDS = "rounds";

    /** After how many of its rounds a fit stops short. */
    public static final String STOP = "stop";

    /** Whether categories also come as mean targets. */
    public static final String TARGET_ENCODING = "target_encoding";

    /** Whether pairs of columns that together say more come as further columns. */
    public static final String INTERACTIONS = "interactions";

    /** What a regression makes small ({@link Loss}). */
    public static final String LOSS = "loss";

    /** Settings of ours, which no library knows. */
    static final Set<String> OWN = Set.of(ROUNDS, STOP, TARGET_ENCODING, INTERACTIONS, LOSS, "refit");

    public boolean isSet(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    public double number(String name, double otherwise) {
        return values.get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    public int integer(String name, int otherwise) {
        return values.get(name) instanceof Number number ? number.intValue() : otherwise;
    }
}
