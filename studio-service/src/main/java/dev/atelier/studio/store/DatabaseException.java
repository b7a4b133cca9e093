package dev.atelier.studio.store;

import java.sql.SQLException;

/** The database refused a statement or could not be reached. */
public final class DatabaseException extends RuntimeException {
    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether a unique constraint or an exclusion constraint was violated. */
    public boolean isDuplicate() {
        return getCause() instanceof SQLException sql
                && ("23505".equals(sql.getSQLState()) || "23P01".equals(sql.getSQLState()));
    }
}
