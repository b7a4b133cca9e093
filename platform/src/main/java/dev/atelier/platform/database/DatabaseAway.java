package dev.atelier.platform.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a database that cannot be reached from one that refuses a statement. */
public final class DatabaseAway {
    /** Connection exceptions, for example 08006: the connection broke. */
    private static final String CONNECTION = "08";
    /** Shutting down, crashed, starting up; too many connections. */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300");

    private DatabaseAway() {}

    /** Whether the exception, or what caused it, says that the database could not be reached. */
    public static boolean caused(Throwable thrown) {
        return SqlCauses.any(thrown, DatabaseAway::isAway);
    }

    private static boolean isAway(SQLException sql) {
        String state = String.valueOf(sql.getSQLState());
        return state.startsWith(CONNECTION)
                || AWAY.contains(state)
                || sql instanceof SQLTransientConnectionException
                || sql instanceof SQLNonTransientConnectionException
                // the pool's: no connection came free in time
                || (sql.getSQLState() == null && sql.getCause() instanceof TimeoutException);
    }
}
