package dev.atelier.platform.database;

import java.util.Set;

/** Tells values that no database of ours can hold from a statement that is wrong. */
public final class Unstorable {
    /** A text with NUL, as such and in JSON; a time beyond what is counted, or whose year has more digits than are read. */
    private static final Set<String> STATES = Set.of("22021", "22P05", "22008", "22007");

    private Unstorable() {}

    /** Whether the exception, or what caused it, says that the database was given such a value. */
    public static boolean caused(Throwable thrown) {
        return SqlCauses.any(thrown, sql -> STATES.contains(String.valueOf(sql.getSQLState())));
    }
}
