package dev.atelier.studio.access;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What browsers are signed in with: rows behind opaque cookies, so that signing out ends a session everywhere. */
@ApplicationScoped
public class BrowserSessions {
    /** The cookie's name. It is {@code HttpOnly} and {@code SameSite=Lax}. */
    public static final String COOKIE = "atelier-session";

    private final Database database;
    private final Clock clock;
    private final RecentlySeen<Session> seen;

    BrowserSessions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.seen = new RecentlySeen<>(clock);
    }

    /** Who a browser is signed in as, and until when. */
    public record Session(Caller caller, Instant expirationTime) {}

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
        return seen.find(hash, () -> look(hash))
                .filter(session -> session.expirationTime().isAfter(clock.instant()));
    }

    private Optional<Session> look(byte[] hash) {
        return database.find(
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
    }

    /** Ends a session; one that has ended already stays so. */
    public void end(String cookie) {
        byte[] hash = Secret.hash(cookie);
        seen.forget(hash);
        database.update("delete from browser_session where session_hash = ?", hash);
    }
}
