package dev.atelier.billing.database;

import java.io.Serial;
import java.sql.SQLException;

/** A statement failed. */
public class DatabaseException extends RuntimeException {
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
}
