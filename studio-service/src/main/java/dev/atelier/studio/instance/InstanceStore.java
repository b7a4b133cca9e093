package dev.atelier.studio.instance;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.store.Listing;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Scope;
import dev.atelier.studio.usage.Payer;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of instances. */
@ApplicationScoped
public class InstanceStore {
    private static final ListQuery.Columns LISTED = new ListQuery.Columns(
            "instance_type", "creation_time", "coalesce(end_time, start_time, creation_time)", "instance_id");

    private final Database database;

    InstanceStore(Database database) {
        this.database = database;
    }

    /** Writes a new instance; at most one per owner and type can be Pending or Running. */
    public void insert(Instance instance) {
        database.update(
                """
                insert into instance (instance_id, domain_id, user_profile_name, instance_type, status, failure_reason,
                                      account_user_profile_name, team, project, tags, creation_time, start_time, end_time)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)""",
                instance.instanceId(),
                instance.owner().domainId(),
                instance.owner().key(),
                instance.instanceType(),
                instance.state().status(),
                instance.state().failureReason(),
                instance.payer().account(),
                instance.payer().team(),
                instance.payer().project(),
                database.tagsJson(instance.payer().tags()),
                instance.creationTime(),
                instance.state().startTime(),
                instance.state().endTime());
        database.update("insert into reconcile_claim (resource_id) values (?)", instance.instanceId());
    }

    /** Moves an instance on. */
    public void setState(String instanceId, InstanceState state) {
        database.update(
                "update instance set status = ?, failure_reason = ?, start_time = ?, end_time = ? where instance_id = ?",
                state.status(),
                state.failureReason(),
                state.startTime(),
                state.endTime(),
                instanceId);
    }

    public Optional<Instance> find(String instanceId) {
        return database.find("select * from instance where instance_id = ?", InstanceStore::instance, instanceId);
    }

    /** Locks the instance until the transaction ends: no app comes or goes meanwhile. */
    public Optional<Instance> lock(String instanceId) {
        return database.find(
                "select * from instance where instance_id = ? for update", InstanceStore::instance, instanceId);
    }

    /** The owner's instance of this type that apps can join, locked. */
    public Optional<Instance> lockShared(Owner owner, String instanceType) {
        return database.find("""
                select * from instance
                where domain_id = ? and user_profile_name = ? and instance_type = ? and status in ('Pending', 'Running')
                for update""", InstanceStore::instance, owner.domainId(), owner.key(), instanceType);
    }

    /** Whether apps of this owner and type have an instance to join; without a lock. */
    public boolean hasShared(Owner owner, String instanceType) {
        return database.find("""
                        select instance_id from instance
                        where domain_id = ? and user_profile_name = ? and instance_type = ?
                          and status in ('Pending', 'Running')""", row -> row.text("instance_id"), owner.domainId(), owner.key(), instanceType)
                .isPresent();
    }

    /** Everything that is not at its end. */
    public List<Instance> live() {
        return database.list(
                "select * from instance where status in ('Pending', 'Running', 'Stopping') order by instance_id",
                InstanceStore::instance);
    }

    /** Billed instances in the order asked for; ended ones are left out after they have been gone since {@code goneSince}. */
    Page<Instance> list(Scope scope, InstanceFilter filter, Instant goneSince, PageRequest page) {
        Sort sort = filter.query().sort();
        return Listing.of("instance")
                .where("instance_type <> 'system'")
                .where("(end_time is null or end_time > ?)", goneSince)
                .whereGiven("domain_id = ?", scope.domainId())
                .whereGiven("user_profile_name = ?", scope.ownerKey())
                .whereGiven("status = ?", filter.status())
                .whereGiven("instance_type = ?", filter.instanceType())
                .matching(filter.query(), LISTED)
                .page(
                        database,
                        InstanceStore::instance,
                        Listing.Order.of(sort, LISTED),
                        page,
                        found -> sort.value(found.instanceType(), found.creationTime(), found.modifiedTime()),
                        Instance::instanceId);
    }

    private static Instance instance(Row row) throws SQLException {
        return new Instance(
                row.text("instance_id"),
                new Payer(
                        Owner.ofKey(row.text("domain_id"), row.text("user_profile_name")),
                        row.textOrNull("account_user_profile_name"),
                        row.text("team"),
                        row.text("project"),
                        row.tags("tags")),
                row.text("instance_type"),
                InstanceState.of(
                        row.text("status"),
                        row.timeOrNull("start_time"),
                        row.timeOrNull("end_time"),
                        row.textOrNull("failure_reason")),
                row.time("creation_time"));
    }
}
