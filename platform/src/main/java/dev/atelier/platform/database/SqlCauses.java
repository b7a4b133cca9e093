package dev.atelier.platform.database;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the database said, wherever in an exception it is. */
final class SqlCauses {
    private SqlCauses() {}

    /** Whether the exception, what caused it, or what it suppressed is such a one. */
    static boolean any(Throwable thrown, Predicate<SQLException> wanted) {
        return search(thrown, wanted, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean search(@Nullable Throwable thrown, Predicate<SQLException> wanted, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return false;
        }
        if (thrown instanceof SQLException sql && wanted.test(sql)) {
            return true;
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (search(suppressed, wanted, seen)) {
                return true;
            }
        }
        return search(thrown.getCause(), wanted, seen);
    }
}
