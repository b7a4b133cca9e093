package dev.atelier.studio.kernel;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.tenancy.ProfileRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of kernels. */
@ApplicationScoped
class KernelStore {
    /** How long a dead kernel stays listed. */
    static final Duration DEAD_LISTED = Duration.ofHours(24);

    private final Database database;

    KernelStore(Database database) {
        this.database = database;
    }

    void insert(Kernel kernel) {
        database.update(
                """
                insert into kernel (kernel_id, domain_id, user_profile_name, app_id, app_name, kernel_name, image, instance_type,
                                    path, execution_state, creation_time, last_activity)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                kernel.kernelId(),
                kernel.owner().domainId(),
                kernel.owner().userProfileName(),
                kernel.appId(),
                kernel.appName(),
                kernel.kernelName(),
                kernel.image(),
                kernel.instanceType(),
                kernel.path(),
                kernel.state().wireName(),
                kernel.creationTime(),
                kernel.lastActivity());
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

    List<Kernel> liveOf(ProfileRef owner) {
        return database.list("""
                select * from kernel where domain_id = ? and user_profile_name = ? and execution_state <> 'dead' and not ending
                order by kernel_id""", KernelStore::map, owner.domainId(), owner.userProfileName());
    }

    /** One owner's kernels, or everybody's where a part of the owner is null. */
    Page<Kernel> list(@Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        return Page.of(
                database.list(
                        """
                        select * from kernel
                        where not ending and (?::text is null or domain_id = ?) and (?::text is null or user_profile_name = ?)
                          and (?::text is null or kernel_id > ?)
                        order by kernel_id limit ?""",
                        KernelStore::map,
                        domainId,
                        domainId,
                        userProfileName,
                        userProfileName,
                        page.after(),
                        page.after(),
                        page.limit()),
                page,
                Kernel::kernelId);
    }

    /** Takes the kernel and its sessions out of sight; {@link #purge} follows once its process has ended. */
    boolean delete(String kernelId) {
        database.update("delete from kernel_session where kernel_id = ?", kernelId);
        return database.update("update kernel set ending = true where kernel_id = ? and not ending", kernelId) == 1;
    }

    void purge(String kernelId) {
        database.update("delete from kernel where kernel_id = ? and ending", kernelId);
    }

    /** The app's server has taken the kernel on. */
    void launched(String kernelId) {
        database.update("update kernel set launched = true where kernel_id = ?", kernelId);
    }

    /** The kernel starts anew, maybe in another app. */
    void relaunch(String kernelId, String appId, String appName, Instant now) {
        database.update("""
                update kernel set app_id = ?, app_name = ?, execution_state = 'starting', death_reason = '', launched = false,
                                  last_activity = ?
                where kernel_id = ?""", appId, appName, now, kernelId);
    }

    /** The kernel is dead; false when it was already, or is gone. */
    boolean die(String kernelId, String reason, Instant now) {
        return database.update("""
                        update kernel set execution_state = 'dead', death_reason = ?, last_activity = ?
                        where kernel_id = ? and execution_state <> 'dead'""", reason, now, kernelId) == 1;
    }

    /** Its process ended, and another one takes over. */
    void processEnded(String kernelId, String reason) {
        database.update("update kernel set death_reason = ? where kernel_id = ?", reason, kernelId);
    }

    void restartRequested(String kernelId) {
        database.update(
                "update kernel set execution_state = 'restarting', death_reason = '' where kernel_id = ?", kernelId);
    }

    /** Makes this replica the one whose hub talks to the kernel; the epoch, or empty when another replica holds it. */
    Optional<Long> lease(String kernelId, String owner) {
        return database.find("""
                update kernel set lease_owner = ?, lease_epoch = lease_epoch + 1
                where kernel_id = ? and (lease_owner is null or lease_owner = ?) and execution_state <> 'dead' and not ending
                returning lease_epoch""", row -> row.number("lease_epoch"), owner, kernelId, owner);
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

    private static Kernel map(Row row) throws SQLException {
        return new Kernel(
                row.text("kernel_id"),
                new ProfileRef(row.text("domain_id"), row.text("user_profile_name")),
                row.text("app_id"),
                row.text("app_name"),
                row.text("kernel_name"),
                row.text("image"),
                row.text("instance_type"),
                row.text("path"),
                ExecutionState.ofWireName(row.text("execution_state")).orElseThrow(),
                row.text("death_reason"),
                row.text("launched").equals("t"),
                row.time("creation_time"),
                row.time("last_activity"));
    }
}
