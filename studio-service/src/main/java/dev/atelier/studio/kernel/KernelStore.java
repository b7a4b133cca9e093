package dev.atelier.studio.kernel;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.store.Listing;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of kernels. */
@ApplicationScoped
class KernelStore {
    /** How long a dead kernel stays listed. */
    static final Duration DEAD_LISTED = Duration.ofHours(24);

    private static final ListQuery.Columns LISTED =
            new ListQuery.Columns("path", "creation_time", "last_activity", "kernel_id");

    private final Database database;
    private final LiveLists lists;

    KernelStore(Database database, LiveLists lists) {
        this.database = database;
        this.lists = lists;
    }

    void insert(Kernel kernel, Map<String, String> environment) {
        database.update(
                """
                insert into kernel (kernel_id, domain_id, user_profile_name, app_id, app_name, kernel_name, image, instance_type,
                                    path, execution_state, creation_time, last_activity, env)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)""",
                kernel.kernelId(),
                kernel.owner().domainId(),
                kernel.owner().key(),
                kernel.appId(),
                kernel.appName(),
                kernel.kernelName(),
                kernel.image(),
                kernel.instanceType(),
                kernel.path(),
                kernel.state().wireName(),
                kernel.creationTime(),
                kernel.lastActivity(),
                database.tagsJson(environment));
        lists.changed(kernel.owner());
    }

    Optional<Kernel> find(String kernelId) {
        return database.find("select * from kernel where kernel_id = ? and not ending", KernelStore::map, kernelId);
    }

    /** The kernel, locked until the transaction ends. */
    Optional<Kernel> lock(String kernelId) {
        return database.find(
                "select * from kernel where kernel_id = ? and not ending for update", KernelStore::map, kernelId);
    }

    /** All that live, of everybody. */
    List<Kernel> live() {
        return database.list("select * from kernel where execution_state <> 'dead' and not ending", KernelStore::map);
    }

    /** Those that were deleted and whose processes may still be there. */
    List<Kernel> ending() {
        return database.list("select * from kernel where ending", KernelStore::map);
    }

    List<Kernel> liveOf(Owner owner) {
        return database.list("""
                select * from kernel where domain_id = ? and user_profile_name = ? and execution_state <> 'dead' and not ending
                order by kernel_id""", KernelStore::map, owner.domainId(), owner.key());
    }

    /** Kernels in the order asked for. */
    Page<Kernel> list(Scope scope, KernelFilter filter, PageRequest page) {
        Sort sort = filter.query().sort();
        return Listing.of("kernel")
                .where("not ending")
                .whereGiven("domain_id = ?", scope.domainId())
                .whereGiven("user_profile_name = ?", scope.ownerKey())
                .whereGiven("execution_state = ?", filter.executionState())
                .whereGiven("kernel_name = ?", filter.kernelName())
                .whereGiven("image = ?", filter.image())
                .whereGiven("instance_type = ?", filter.instanceType())
                .whereGiven("app_name = ?", filter.appName())
                .matching(filter.query(), LISTED)
                .page(
                        database,
                        KernelStore::map,
                        Listing.Order.of(sort, LISTED),
                        page,
                        kernel -> sort.value(kernel.path(), kernel.creationTime(), kernel.lastActivity()),
                        Kernel::kernelId);
    }

    /** Takes the kernel and its sessions out of sight; {@link #purge} follows once its process has ended. */
    boolean delete(String kernelId) {
        database.update("delete from kernel_session where kernel_id = ?", kernelId);
        lists.changed(kernelId);
        return database.update("update kernel set ending = true where kernel_id = ? and not ending", kernelId) == 1;
    }

    void purge(String kernelId) {
        database.update("delete from kernel where kernel_id = ? and ending", kernelId);
    }

    /** The app's server has taken the kernel on. */
    void launched(String kernelId) {
        database.update("update kernel set launched = true where kernel_id = ?", kernelId);
        lists.changed(kernelId);
    }

    /** The kernel starts anew, maybe in another app. */
    void relaunch(Kernel kernel, String appId, String appName, Instant now) {
        database.update("""
                update kernel set app_id = ?, app_name = ?, execution_state = 'starting', death_reason = '', death_cause = null,
                                  death_exit_code = null, death_signal = null, launched = false, restart_wanted = false,
                                  last_activity = ?
                where kernel_id = ?""", appId, appName, now, kernel.kernelId());
        lists.changed(kernel.owner());
    }

    /** The kernel is dead; false when it was already, or is gone. */
    boolean die(String kernelId, Death death, Instant now) {
        lists.changed(kernelId);
        return database.update(
                        """
                        update kernel set execution_state = 'dead', death_reason = ?, death_cause = ?, death_exit_code = ?,
                                          death_signal = ?, last_activity = ?
                        where kernel_id = ? and execution_state <> 'dead'""", death.reason(), death.cause().wireName(), death.exitCode(), death.signal(), now, kernelId)
                == 1;
    }

    /** Its process ended, and another one takes over. */
    void processEnded(String kernelId, Death death) {
        database.update("""
                update kernel set death_reason = ?, death_cause = ?, death_exit_code = ?, death_signal = ?
                where kernel_id = ?""", death.reason(), death.cause().wireName(), death.exitCode(), death.signal(), kernelId);
        lists.changed(kernelId);
    }

    /** What the kernel's process is started with. */
    Map<String, String> environment(String kernelId) {
        return database.find("select env from kernel where kernel_id = ?", row -> row.tags("env"), kernelId)
                .orElse(Map.of());
    }

    void restartRequested(String kernelId) {
        database.update("""
                update kernel set execution_state = 'restarting', restart_wanted = true, death_reason = '', death_cause = null,
                                  death_exit_code = null, death_signal = null
                where kernel_id = ?""", kernelId);
        lists.changed(kernelId);
    }

    /** The restart that was asked for has been carried out. */
    void restarted(String kernelId) {
        database.update("update kernel set restart_wanted = false where kernel_id = ?", kernelId);
        lists.changed(kernelId);
    }

    /**
     * Makes this replica the one whose hub talks to the kernel; empty when another replica holds it. A lease that was not renewed in time is
     * anybody's.
     */
    Optional<Lease> lease(String kernelId, String owner, Duration length) {
        return database.find(
                """
                with before as (select kernel_id, lease_owner from kernel where kernel_id = ? for update)
                update kernel k set lease_owner = ?, lease_epoch = k.lease_epoch + 1,
                                    lease_expires = now() + make_interval(secs => ?)
                from before b
                where k.kernel_id = b.kernel_id and k.execution_state <> 'dead' and not k.ending
                  and (k.lease_owner is null or k.lease_owner = ? or k.lease_expires is null or k.lease_expires < now())
                returning k.lease_epoch, coalesce(b.lease_owner = ?, false) as ours""",
                row -> new Lease(row.number("lease_epoch"), row.flag("ours")),
                kernelId,
                owner,
                length.toSeconds(),
                owner,
                owner);
    }

    /** Keeps the leases that this replica still holds; the epoch of each by kernel. */
    Map<String, Long> renew(String owner, Duration length) {
        record Kept(String kernelId, long epoch) {}
        return database
                .list("""
                        update kernel set lease_expires = now() + make_interval(secs => ?)
                        where lease_owner = ? and execution_state <> 'dead'
                        returning kernel_id, lease_epoch""", row -> new Kept(row.text("kernel_id"), row.number("lease_epoch")), length.toSeconds(), owner)
                .stream()
                .collect(Collectors.toMap(Kept::kernelId, Kept::epoch));
    }

    /** Lets all leases of this replica go: others need not wait until they expire. */
    void release(String owner) {
        database.update("update kernel set lease_expires = now() where lease_owner = ?", owner);
    }

    /** What the hub saw; nothing is written when the lease has gone to another epoch. */
    void observed(String kernelId, long epoch, ExecutionState state, Instant lastActivity) {
        database.update("""
                update kernel set execution_state = ?, last_activity = greatest(last_activity, ?)
                where kernel_id = ? and lease_epoch = ? and execution_state <> 'dead'""", state.wireName(), lastActivity, kernelId, epoch);
    }

    /** Forgets what died before that time. */
    void forgetDead(Instant before) {
        database.update("delete from kernel where execution_state = 'dead' and last_activity < ?", before);
    }

    private static @Nullable Death death(Row row) throws SQLException {
        String reason = row.text("death_reason");
        if (reason.isEmpty()) {
            return null;
        }
        return new Death(
                Death.Cause.ofWireName(row.textOrNull("death_cause")).orElse(Death.Cause.UNKNOWN),
                reason,
                row.textOrNull("death_exit_code") == null ? null : row.integer("death_exit_code"),
                row.textOrNull("death_signal"));
    }

    private static Kernel map(Row row) throws SQLException {
        return new Kernel(
                row.text("kernel_id"),
                Owner.ofKey(row.text("domain_id"), row.text("user_profile_name")),
                row.text("app_id"),
                row.text("app_name"),
                row.text("kernel_name"),
                row.text("image"),
                row.text("instance_type"),
                row.text("path"),
                ExecutionState.ofWireName(row.text("execution_state")).orElseThrow(),
                death(row),
                row.flag("launched"),
                row.flag("restart_wanted"),
                row.time("creation_time"),
                row.time("last_activity"));
    }
}
