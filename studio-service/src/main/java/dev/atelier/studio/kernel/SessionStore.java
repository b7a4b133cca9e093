package dev.atelier.studio.kernel;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of sessions. */
@ApplicationScoped
class SessionStore {
    private final Database database;
    private final LiveLists lists;

    SessionStore(Database database, LiveLists lists) {
        this.database = database;
        this.lists = lists;
    }

    /** Lets one transaction at a time decide about a path. */
    void lockPath(Owner owner, String path) {
        database.list(
                "select pg_advisory_xact_lock(hashtextextended(?, 200))::text as locked",
                row -> true,
                owner + "/" + path);
    }

    void insert(KernelSession session) {
        database.update(
                """
                insert into kernel_session (session_id, domain_id, user_profile_name, path, name, type, kernel_id, creation_time)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                session.sessionId(),
                session.owner().domainId(),
                session.owner().key(),
                session.path(),
                session.name(),
                session.type(),
                session.kernelId(),
                session.creationTime());
        lists.changed(session.owner());
    }

    void update(KernelSession session) {
        database.update(
                "update kernel_session set path = ?, name = ?, type = ?, kernel_id = ? where session_id = ?",
                session.path(),
                session.name(),
                session.type(),
                session.kernelId(),
                session.sessionId());
        lists.changed(session.owner());
    }

    Optional<KernelSession> find(String sessionId) {
        return database.find("select * from kernel_session where session_id = ?", SessionStore::map, sessionId);
    }

    Optional<KernelSession> findByPath(Owner owner, String path) {
        return database.find(
                "select * from kernel_session where domain_id = ? and user_profile_name = ? and path = ?",
                SessionStore::map,
                owner.domainId(),
                owner.key(),
                path);
    }

    List<KernelSession> ofKernel(String kernelId) {
        return database.list("select * from kernel_session where kernel_id = ?", SessionStore::map, kernelId);
    }

    List<KernelSession> of(Owner owner) {
        return database.list(
                "select * from kernel_session where domain_id = ? and user_profile_name = ? order by session_id",
                SessionStore::map,
                owner.domainId(),
                owner.key());
    }

    /** One owner's sessions, or everybody's where a part of the owner is null. */
    Page<KernelSession> list(@Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        return Page.of(
                database.list(
                        """
                        select * from kernel_session
                        where (?::text is null or domain_id = ?) and (?::text is null or user_profile_name = ?)
                          and (?::text is null or session_id > ?)
                        order by session_id limit ?""",
                        SessionStore::map,
                        domainId,
                        domainId,
                        userProfileName,
                        userProfileName,
                        page.after(),
                        page.after(),
                        page.limit()),
                page,
                KernelSession::sessionId);
    }

    void delete(KernelSession session) {
        database.update("delete from kernel_session where session_id = ?", session.sessionId());
        lists.changed(session.owner());
    }

    private static KernelSession map(Row row) throws SQLException {
        return new KernelSession(
                row.text("session_id"),
                Owner.ofKey(row.text("domain_id"), row.text("user_profile_name")),
                row.text("path"),
                row.text("name"),
                row.text("type"),
                row.text("kernel_id"),
                row.time("creation_time"));
    }
}
