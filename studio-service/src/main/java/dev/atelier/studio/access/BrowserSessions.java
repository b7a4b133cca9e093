package dev.atelier.studio.access;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What browsers are signed in with: rows behind opaque cookies, so that signing out ends a session everywhere. A session that was
 * looked up is good for some seconds without asking the database, because JupyterLab polls, and for some minutes while that is away.
 */
@ApplicationScoped
public class BrowserSessions {
    /** The cookie's name. It is {@code HttpOnly} and {@code SameSite=Lax}. */
    public static final String COOKIE = "atelier-session";

    /** How long after a sign-out another replica may still let the session in. */
    static final Duration RECHECK = Duration.ofSeconds(15);

    private static final Duration WITHOUT_DATABASE = Duration.ofMinutes(2);
    private static final int MAX_REMEMBERED = 20_000;

    private final Database database;
    private final Clock clock;
    private final Map<String, Looked> remembered = new ConcurrentHashMap<>();

    BrowserSessions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Who a browser is signed in as, and until when. */
    public record Session(Caller caller, Instant expirationTime) {}

    private record Looked(Session session, Instant at) {}

    /** Begins a session; the answer is the cookie's value. */
    public String begin(Caller caller, Instant expirationTime) {
        String cookie = Secret.random();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        database.update("delete from browser_session where expiration_time < ?", now);
        database.update(
                """
                insert into browser_session
                    (session_hash, subject, role, domain_id, user_profile_name, creation_time, expiration_time)
                values (?, ?, ?, ?, ?, ?, ?)""",
                Secret.hash(cookie),
                caller.subject(),
                caller.role().claim(),
                caller.domainId(),
                caller.userProfileName(),
                now,
                expirationTime.truncatedTo(ChronoUnit.MICROS));
        return cookie;
    }

    /** The session of a cookie that has not ended. May block. */
    public Optional<Session> find(String cookie) {
        byte[] hash = Secret.hash(cookie);
        String key = Base64.getEncoder().encodeToString(hash);
        Instant now = clock.instant();
        Looked looked = remembered.get(key);
        if (looked == null || !looked.at().plus(RECHECK).isAfter(now)) {
            try {
                looked = look(key, hash, now);
            } catch (DatabaseException e) {
                if (looked == null || !looked.at().plus(WITHOUT_DATABASE).isAfter(now)) {
                    throw e;
                }
            }
        }
        return Optional.ofNullable(looked)
                .map(Looked::session)
                .filter(session -> session.expirationTime().isAfter(now));
    }

    private Looked look(String key, byte[] hash, Instant now) {
        Optional<Session> found = database.find(
                """
                select subject, role, domain_id, user_profile_name, expiration_time from browser_session
                where session_hash = ?""",
                row -> new Session(
                        new Caller(
                                row.text("subject"),
                                Role.find(row.text("role")).orElseThrow(),
                                row.textOrNull("domain_id"),
                                row.textOrNull("user_profile_name")),
                        row.time("expiration_time")),
                hash);
        if (found.isEmpty()) {
            remembered.remove(key);
            return null;
        }
        if (remembered.size() >= MAX_REMEMBERED) {
            remembered.clear();
        }
        Looked looked = new Looked(found.get(), now);
        remembered.put(key, looked);
        return looked;
    }

    /** Ends a session; one that has ended already stays so. */
    public void end(String cookie) {
        byte[] hash = Secret.hash(cookie);
        remembered.remove(Base64.getEncoder().encodeToString(hash));
        database.update("delete from browser_session where session_hash = ?", hash);
    }
}
