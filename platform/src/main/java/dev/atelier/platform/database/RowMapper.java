package dev.atelier.platform.database;

import java.sql.SQLException;

/** Makes a value of the row under the cursor. */
@FunctionalInterface
public interface RowMapper<T> {
    T map(Row row) throws SQLException;
}
