package dev.atelier.platform.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a create repeatable. The key is claimed in the transaction of the effect itself, so either both stay or neither
 * does; a second request with the same key waits for the first and gets its answer.
 */
@ApplicationScoped
public class Idempotency {
    /** How long an answer is kept. */
    public static final Duration RETENTION = Duration.ofHours(24);

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final AgroalDataSource database;
    private final ObjectMapper json;
    private final CanonicalJson canonical;
    private final Clock clock;

    @Inject
    public Idempotency(AgroalDataSource database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.canonical = new CanonicalJson(json);
        this.clock = clock;
    }

    /**
     * Runs the effect once per caller, operation and key.
     *
     * @param operation the name of the operation, for example {@code CreateDomain}
     * @param key the caller's {@code Idempotency-Key}; without one the effect just runs
     * @param request what is asked for; the same key with another request is {@code IDEMPOTENCY_CONFLICT}
     * @param type the answer's type, read back from JSON on a replay
     * @param effect runs in the current transaction, which the caller of this method has begun
     * @return the answer of the effect, now or then
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public <T> T once(
            Caller caller, String operation, @Nullable String key, Object request, Class<T> type, Supplier<T> effect) {
        if (key == null || key.isEmpty()) {
            return effect.get();
        }
        if (!KEY.matcher(key).matches()) {
            throw AtelierException.invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
        }
        byte[] hash = canonical.sha256(request);
        try (Connection connection = database.getConnection()) {
            if (!claim(connection, caller.subject(), operation, key, hash)) {
                return replay(connection, caller.subject(), operation, key, hash, type);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot claim an idempotency key", e);
        }
        T answer = effect.get();
        try (Connection connection = database.getConnection()) {
            keep(connection, caller.subject(), operation, key, json.writeValueAsString(answer));
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("Cannot keep the answer of " + operation, e);
        }
        return answer;
    }

    /** Forgets answers older than {@link #RETENTION}; the number of them. */
    @Transactional
    public int purge() {
        try (Connection connection = database.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM idempotency_key WHERE created_at < ?")) {
            delete.setObject(1, now().minus(RETENTION));
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot purge idempotency keys", e);
        }
    }

    private boolean claim(Connection connection, String subject, String operation, String key, byte[] hash)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO idempotency_key (subject, operation, key, request_hash, created_at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """)) {
            insert.setString(1, subject);
            insert.setString(2, operation);
            insert.setString(3, key);
            insert.setBytes(4, hash);
            insert.setObject(5, now());
            return insert.executeUpdate() == 1;
        }
    }

    private <T> T replay(
            Connection connection, String subject, String operation, String key, byte[] hash, Class<T> type)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT request_hash, answer FROM idempotency_key WHERE subject = ? AND operation = ? AND key = ?
                """)) {
            select.setString(1, subject);
            select.setString(2, operation);
            select.setString(3, key);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw AtelierException.unavailable(
                            "The first request with this key is being forgotten; retry.", null);
                }
                if (!MessageDigest.isEqual(row.getBytes(1), hash)) {
                    throw new AtelierException(
                            ErrorCode.IDEMPOTENCY_CONFLICT,
                            "The Idempotency-Key '%s' was used for another request; use a new one.".formatted(key));
                }
                return json.readValue(row.getString(2), type);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Cannot read back the answer of " + operation, e);
            }
        }
    }

    private void keep(Connection connection, String subject, String operation, String key, String answer)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE idempotency_key SET answer = ? WHERE subject = ? AND operation = ? AND key = ?
                """)) {
            update.setString(1, answer);
            update.setString(2, subject);
            update.setString(3, operation);
            update.setString(4, key);
            update.executeUpdate();
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
