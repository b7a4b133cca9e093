package dev.atelier.platform.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyIn;

/**
 * Runs SQL in the current transaction, or each statement in its own when there is none. Arguments may be texts, numbers,
 * booleans, instants, byte arrays, arrays of texts, of numbers or of instants, and null.
 */
@ApplicationScoped
public class Database {
    private static final TypeReference<Map<String, String>> TAGS = new TypeReference<>() {};
    private static final int FETCH_SIZE = 1000;

    private final DataSource dataSource;
    private final ObjectMapper json;

    public Database(DataSource dataSource, ObjectMapper json) {
        this.dataSource = dataSource;
        this.json = json;
    }

    /** All rows of a query. */
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... arguments) {
        return list(sql, mapper, Arrays.asList(arguments));
    }

    /** All rows of a query. */
    public <T> List<T> list(String sql, RowMapper<T> mapper, List<? extends @Nullable Object> arguments) {
        return list(sql, mapper, arguments, _ -> {});
    }

    /**
     * The same, planned anew for its arguments: for questions over so much that planning costs nothing beside them, and whose
     * best plan depends on what is asked. A plan for any arguments takes a month to be a hundred rows.
     */
    public <T> List<T> listPlanned(String sql, RowMapper<T> mapper, List<? extends @Nullable Object> arguments) {
        return list(
                sql,
                mapper,
                arguments,
                statement -> statement.unwrap(PGStatement.class).setPrepareThreshold(0));
    }

    /** Sets a statement up. */
    private interface Setup {
        void of(PreparedStatement statement) throws SQLException;
    }

    private <T> List<T> list(String sql, RowMapper<T> mapper, List<? extends @Nullable Object> arguments, Setup setup) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            setup.of(statement);
            bind(connection, statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                Row row = new Row(rows, this);
                while (rows.next()) {
                    found.add(mapper.map(row));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The row of a query that finds one at most. */
    public <T> Optional<T> find(String sql, RowMapper<T> mapper, @Nullable Object... arguments) {
        List<T> found = list(sql, mapper, arguments);
        if (found.size() > 1) {
            throw new IllegalStateException("more than one row for: " + sql);
        }
        return found.stream().findFirst();
    }

    /** Hands the rows of a query on one by one, as they are read; the current transaction keeps the cursor. */
    public <T> void each(
            String sql, RowMapper<T> mapper, Consumer<? super T> action, List<? extends @Nullable Object> arguments) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_SIZE);
            bind(connection, statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                Row row = new Row(rows, this);
                while (rows.next()) {
                    action.accept(mapper.map(row));
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Runs an insert, update or delete and tells how many rows it touched. */
    public int update(String sql, @Nullable Object... arguments) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, Arrays.asList(arguments));
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Appends rows by {@code COPY}, the quickest way to write many; no conflict is settled.
     *
     * @param target the table with its columns, for example {@code colour (name, code)}
     * @param row the values of the columns: texts, numbers, booleans, instants and null
     */
    public <T> void copy(String target, Collection<T> rows, Function<T, List<? extends @Nullable Object>> row) {
        if (rows.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + target + " FROM STDIN");
            try {
                CopyText text = new CopyText((bytes, length) -> copy.writeToCopy(bytes, 0, length));
                for (T each : rows) {
                    text.add(row.apply(each));
                }
                text.flush();
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Tags as the text of a jsonb column; bind it with {@code ?::jsonb}. */
    public String tagsJson(Map<String, String> tags) {
        try {
            return tags.isEmpty() ? "{}" : json.writeValueAsString(tags);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, String> tags(String text) {
        try {
            return text.equals("{}") ? Map.of() : json.readValue(text, TAGS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(
            Connection connection, PreparedStatement statement, List<? extends @Nullable Object> arguments)
            throws SQLException {
        for (int i = 0; i < arguments.size(); i++) {
            statement.setObject(i + 1, jdbc(connection, arguments.get(i)));
        }
    }

    private static @Nullable Object jdbc(Connection connection, @Nullable Object value) throws SQLException {
        return switch (value) {
            case Instant instant -> OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
            case @Nullable String[] texts -> connection.createArrayOf("text", texts);
            case @Nullable Long[] numbers -> connection.createArrayOf("int8", numbers);
            case @Nullable Integer[] numbers -> connection.createArrayOf("int4", numbers);
            case byte[][] bytes -> connection.createArrayOf("bytea", bytes);
            case @Nullable Instant[] instants -> connection.createArrayOf("timestamptz", texts(instants));
            case null, default -> value;
        };
    }

    private static @Nullable Object[] texts(@Nullable Instant[] instants) {
        @Nullable Object[] texts = new String[instants.length];
        for (int i = 0; i < instants.length; i++) {
            Instant instant = instants[i];
            texts[i] = instant == null ? null : instant.toString();
        }
        return texts;
    }
}
