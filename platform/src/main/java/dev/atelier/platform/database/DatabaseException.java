package dev.atelier.platform.database;

import java.io.Serial;
import java.sql.SQLException;

/** The database refused a statement or could not be reached. */
public final class DatabaseException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String sqlState;

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    /** The five characters of the SQL standard, for example {@code 23P01} for a violated exclusion constraint. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether a unique constraint or an exclusion constraint was violated. */
    public boolean isDuplicate() {
        return sqlState.equals("23505") || sqlState.equals("23P01");
    }
}
