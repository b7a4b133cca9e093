package dev.atelier.platform.database;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one row by column names. */
public final class Row {
    private final ResultSet rows;
    private final Database database;

    Row(ResultSet rows, Database database) {
        this.rows = rows;
        this.database = database;
    }

    /** A text column that is never null. */
    public String text(String column) throws SQLException {
        String value = rows.getString(column);
        if (value == null) {
            throw new IllegalStateException(column + " is null");
        }
        return value;
    }

    /** A text column that may be null. */
    public @Nullable String textOrNull(String column) throws SQLException {
        return rows.getString(column);
    }

    /** A whole number. */
    public long number(String column) throws SQLException {
        return rows.getLong(column);
    }

    /** A whole number of at most 32 bits. */
    public int integer(String column) throws SQLException {
        return rows.getInt(column);
    }

    /** A yes or no; false where it is null. */
    public boolean flag(String column) throws SQLException {
        return rows.getBoolean(column);
    }

    /** An exact decimal that is never null. */
    public BigDecimal decimal(String column) throws SQLException {
        BigDecimal value = decimalOrNull(column);
        if (value == null) {
            throw new IllegalStateException(column + " is null");
        }
        return value;
    }

    /** An exact decimal that may be null. */
    public @Nullable BigDecimal decimalOrNull(String column) throws SQLException {
        return rows.getBigDecimal(column);
    }

    /** Bytes that are never null. */
    public byte[] bytes(String column) throws SQLException {
        byte[] value = rows.getBytes(column);
        if (value == null) {
            throw new IllegalStateException(column + " is null");
        }
        return value;
    }

    /** An array of texts that is never null. */
    public List<String> texts(String column) throws SQLException {
        return List.of((String[]) rows.getArray(column).getArray());
    }

    /** A time that is never null. */
    public Instant time(String column) throws SQLException {
        Instant value = timeOrNull(column);
        if (value == null) {
            throw new IllegalStateException(column + " is null");
        }
        return value;
    }

    /** A time that may be null. */
    public @Nullable Instant timeOrNull(String column) throws SQLException {
        OffsetDateTime value = rows.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** A jsonb column of text by text. */
    public Map<String, String> tags(String column) throws SQLException {
        return database.tags(text(column));
    }
}
