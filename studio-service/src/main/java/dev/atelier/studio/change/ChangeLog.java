package dev.atelier.studio.change;

import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.tenancy.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the log. */
@ApplicationScoped
class ChangeLog {
    /** What is newer was made by this replica or has been waited for that long. */
    private static final Duration FRESH = Duration.ofMillis(200);

    private final Database database;
    private final Clock clock;
    private long head;
    private Instant lookedAt = Instant.MIN;

    ChangeLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The number of the last change, at most 200 ms old, however many ask. 0 when there was none. */
    synchronized long head() {
        Instant now = clock.instant();
        if (now.isAfter(lookedAt.plus(FRESH)) || now.isBefore(lookedAt)) {
            head = last();
            lookedAt = now;
        }
        return head;
    }

    /** The number of the last change, now. */
    long last() {
        return database.find("select coalesce(max(change_id), 0) as last from change_event", row -> row.number("last"))
                .orElseThrow();
    }

    /** Whether changes after this one have been forgotten, or this one is of another log: one that was restored, say. */
    boolean forgotten(long changeId) {
        return database.find(
                        "select min(change_id) > ? + 1 or max(change_id) < ? as gone from change_event",
                        row -> row.flag("gone"),
                        changeId,
                        changeId)
                .orElse(false);
    }

    /** Changes after a number up to another, oldest first. */
    List<Change> read(Scope scope, ChangeFilter filter, long after, long upTo, int limit) {
        return database.list(
                """
                select * from change_event
                where change_id > ? and change_id <= ?
                  and (?::text is null or domain_id = ?)
                  and (?::text is null or user_profile_name = ?)
                  and (?::text is null or resource_type = ?)
                  and (?::text is null or resource_id = ?)
                order by change_id limit ?""",
                ChangeLog::change,
                after,
                upTo,
                scope.domainId(),
                scope.domainId(),
                scope.ownerKey(),
                scope.ownerKey(),
                given(filter.resourceType()),
                filter.resourceType(),
                given(filter.resourceId()),
                filter.resourceId(),
                limit);
    }

    /** Forgets what is older, but for the last change, which tells that there were others; the number of changes. */
    int forget(Instant before) {
        return database.update("""
                delete from change_event
                where change_time < ? and change_id < (select max(change_id) from change_event)""", before);
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private static Change change(Row row) throws SQLException {
        return new Change(
                row.number("change_id"),
                row.time("change_time"),
                row.text("domain_id"),
                row.text("user_profile_name"),
                row.text("resource_type"),
                row.text("resource_id"),
                row.text("change"),
                row.text("status"),
                row.text("reason"));
    }
}
