package dev.atelier.studio.idle;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was seen quiet, and what its owners were told. */
@ApplicationScoped
class IdleStore {
    private final Database database;

    IdleStore(Database database) {
        this.database = database;
    }

    /** @param dueTime what the owner was told; null before */
    record Watch(Instant quietSince, @Nullable Instant dueTime) {}

    Optional<Watch> watch(String resourceId) {
        return database.find(
                "select quiet_since, due_time from idle_watch where resource_id = ?",
                row -> new Watch(row.time("quiet_since"), row.timeOrNull("due_time")),
                resourceId);
    }

    /** Remembers it; what was told counts as long as it has been quiet since the same time. */
    void seen(String resourceId, Instant quietSince, Instant now) {
        database.update("""
                insert into idle_watch (resource_id, quiet_since, seen_time) values (?, ?, ?)
                on conflict (resource_id) do update set
                    due_time = case when idle_watch.quiet_since = excluded.quiet_since then idle_watch.due_time end,
                    quiet_since = excluded.quiet_since,
                    seen_time = excluded.seen_time""", resourceId, quietSince, now);
    }

    void announced(String resourceId, Instant dueTime) {
        database.update("update idle_watch set due_time = ? where resource_id = ?", dueTime, resourceId);
    }

    /** It is used again, or gone. */
    void forget(String resourceId) {
        database.update("delete from idle_watch where resource_id = ?", resourceId);
    }

    /** Forgets what was not seen quiet since {@code seen} and events from before {@code told}. */
    void purge(Instant seen, Instant told) {
        database.update("delete from idle_watch where seen_time < ?", seen);
        database.update("delete from idle_event where event_time < ?", told);
    }

    void insert(IdleEvent event) {
        database.update(
                """
                insert into idle_event (event_id, domain_id, user_profile_name, event_type, resource_type, resource_id, app_id,
                                        app_name, reason, due_time, event_time)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                event.eventId(),
                event.owner().domainId(),
                event.owner().key(),
                event.type().wireName(),
                event.resource().wireName(),
                event.resourceId(),
                event.appId(),
                event.appName(),
                event.reason(),
                event.dueTime(),
                event.eventTime());
    }

    /** The newest first. */
    Page<IdleEvent> list(@Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        return Page.of(
                database.list(
                        """
                        select * from idle_event
                        where (?::text is null or domain_id = ?) and (?::text is null or user_profile_name = ?)
                          and (?::text is null or event_id < ?)
                        order by event_id desc limit ?""",
                        IdleStore::event,
                        domainId,
                        domainId,
                        userProfileName,
                        userProfileName,
                        page.after(),
                        page.after(),
                        page.limit()),
                page,
                IdleEvent::eventId);
    }

    private static IdleEvent event(Row row) throws SQLException {
        return new IdleEvent(
                row.text("event_id"),
                Owner.ofKey(row.text("domain_id"), row.text("user_profile_name")),
                row.text("event_type").equals("Warning") ? IdleEvent.Type.WARNING : IdleEvent.Type.SHUTDOWN,
                switch (row.text("resource_type")) {
                    case "Kernel" -> IdleEvent.Resource.KERNEL;
                    case "Terminal" -> IdleEvent.Resource.TERMINAL;
                    default -> IdleEvent.Resource.APP;
                },
                row.text("resource_id"),
                row.text("app_id"),
                row.text("app_name"),
                row.text("reason"),
                row.time("due_time"),
                row.time("event_time"));
    }
}
