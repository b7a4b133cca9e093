package dev.atelier.studio.audit;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.store.Listing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of audit events. */
@ApplicationScoped
class AuditStore {
    private final Database database;

    AuditStore(Database database) {
        this.database = database;
    }

    /** Writes an event in the transaction of what it is about. */
    void insert(Audit audit) {
        database.update(
                """
                insert into audit_event (audit_event_id, event_time, actor, actor_role, actor_domain_id, actor_user_profile_name,
                                         action, resource_type, resource_id, domain_id, user_profile_name, result, detail, trace_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                audit.auditEventId(),
                audit.time(),
                audit.actor(),
                audit.actorRole(),
                audit.actorDomainId(),
                audit.actorUserProfileName(),
                audit.action(),
                audit.resourceType(),
                audit.resource().id(),
                audit.resource().domainId(),
                audit.resource().ownerKey(),
                audit.result(),
                audit.detail(),
                audit.traceId());
    }

    /** Writes an event of what did not happen: whatever transaction there was has nothing to do with it. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void insertAlone(Audit audit) {
        insert(audit);
    }

    /** Who owns the resource, if it has an owner of its own and is there. */
    Optional<Audit.Resource> find(AuditedType type, String id) {
        return type.owner()
                .flatMap(statement -> database.find(
                        statement,
                        row -> new Audit.Resource(id, row.text("domain_id"), row.text("user_profile_name")),
                        id));
    }

    /**
     * Events, the newest first.
     *
     * @param profileDomain only what this profile did or what was done to something of it; null for all
     */
    Page<Audit> list(
            AuditFilter filter, @Nullable String profileDomain, @Nullable String profileName, PageRequest page) {
        Listing listing = Listing.of("audit_event")
                .whereGiven("domain_id = ?", filter.domainId())
                .whereGiven("user_profile_name = ?", filter.ownerKey())
                .whereGiven("actor = ?", filter.actor())
                .whereGiven("action = ?", filter.action())
                .whereGiven("resource_type = ?", filter.resourceType())
                .whereGiven("resource_id = ?", filter.resourceId())
                .whereGiven("result = ?", filter.result())
                .whereGiven("event_time >= ?", filter.from())
                .whereGiven("event_time < ?", filter.to());
        if (profileDomain != null && profileName != null) {
            listing.where(
                    "((domain_id = ? and user_profile_name = ?) or (actor_domain_id = ? and actor_user_profile_name = ?))",
                    profileDomain,
                    profileName,
                    profileDomain,
                    profileName);
        }
        return listing.page(
                database,
                AuditStore::audit,
                new Listing.Order("event_time", "timestamptz", "audit_event_id", true),
                page,
                audit -> audit.time().toString(),
                Audit::auditEventId);
    }

    int forget(Instant before) {
        return database.update("delete from audit_event where event_time < ?", before);
    }

    private static Audit audit(Row row) throws SQLException {
        return new Audit(
                row.text("audit_event_id"),
                row.time("event_time"),
                row.text("actor"),
                row.text("actor_role"),
                row.text("actor_domain_id"),
                row.text("actor_user_profile_name"),
                row.text("action"),
                row.text("resource_type"),
                new Audit.Resource(row.text("resource_id"), row.text("domain_id"), row.text("user_profile_name")),
                row.text("result"),
                row.text("detail"),
                row.text("trace_id"));
    }
}
