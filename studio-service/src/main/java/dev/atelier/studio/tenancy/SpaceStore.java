package dev.atelier.studio.tenancy;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.settings.SettingsStore;
import dev.atelier.studio.store.Listing;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of spaces. */
@ApplicationScoped
class SpaceStore {
    private final Database database;
    private final SettingsStore settings;

    SpaceStore(Database database, SettingsStore settings) {
        this.database = database;
        this.settings = settings;
    }

    /** False when the name is taken. */
    boolean insert(Space space) {
        return database.update(
                        """
                insert into space (domain_id, space_name, display_name, sharing_type, owner_user_profile_name, team, project,
                                   settings, tags, status, failure_reason, creation_time, last_modified_time)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?)
                on conflict do nothing""",
                        space.ref().domainId(),
                        space.ref().spaceName(),
                        space.displayName(),
                        space.sharing().wireName(),
                        space.ownerUserProfileName(),
                        space.team(),
                        space.project(),
                        settings.write(space.settings()),
                        database.tagsJson(space.tags()),
                        space.state().status(),
                        space.state().failureReason(),
                        space.creationTime(),
                        space.lastModifiedTime())
                == 1;
    }

    /** Writes what can be changed in a space. */
    void update(Space space) {
        database.update(
                """
                update space set display_name = ?, team = ?, project = ?, settings = ?::jsonb, tags = ?::jsonb,
                                 last_modified_time = ?
                where domain_id = ? and space_name = ?""",
                space.displayName(),
                space.team(),
                space.project(),
                settings.write(space.settings()),
                database.tagsJson(space.tags()),
                space.lastModifiedTime(),
                space.ref().domainId(),
                space.ref().spaceName());
    }

    Optional<Space> find(SpaceRef ref) {
        return database.find(
                "select * from space where domain_id = ? and space_name = ?",
                this::space,
                ref.domainId(),
                ref.spaceName());
    }

    Optional<Space> lock(SpaceRef ref) {
        return database.find(
                "select * from space where domain_id = ? and space_name = ? for update",
                this::space,
                ref.domainId(),
                ref.spaceName());
    }

    /**
     * Spaces of a domain, or of all without one, in the filter's order.
     *
     * @param visibleTo only shared ones and those that this profile owns, unless null
     */
    Page<Space> list(@Nullable String domainId, SpaceFilter filter, PageRequest page, @Nullable String visibleTo) {
        TenancyFilter common = filter.common();
        return Listing.of("space")
                .whereGiven("domain_id = ?", domainId)
                .whereGiven("(sharing_type = 'Shared' or owner_user_profile_name = ?)", visibleTo)
                .whereGiven("owner_user_profile_name = ?", filter.ownerUserProfileName())
                .whereGiven("sharing_type = ?", filter.sharingType())
                .whereGiven("position(lower(?) in lower(space_name)) > 0", common.nameContains())
                .whereGiven("status = ?", common.status())
                .page(
                        database,
                        this::space,
                        TenancyStore.order(common.sort(), "space_name", "domain_id || '/' || space_name"),
                        page,
                        space -> TenancyStore.value(
                                common.sort(), space.ref().spaceName(), space.creationTime(), space.lastModifiedTime()),
                        space -> space.ref().domainId() + "/" + space.ref().spaceName());
    }

    boolean anyIn(String domainId) {
        return database.find(
                        "select 1 as one from space where domain_id = ? limit 1", row -> row.number("one"), domainId)
                .isPresent();
    }

    boolean anyOf(ProfileRef owner) {
        return database.find(
                        "select 1 as one from space where domain_id = ? and owner_user_profile_name = ? limit 1",
                        row -> row.number("one"),
                        owner.domainId(),
                        owner.userProfileName())
                .isPresent();
    }

    void setState(SpaceRef ref, TenancyState state) {
        database.update(
                "update space set status = ?, failure_reason = ? where domain_id = ? and space_name = ?",
                state.status(),
                state.failureReason(),
                ref.domainId(),
                ref.spaceName());
    }

    void remove(SpaceRef ref) {
        database.update(
                "delete from space where domain_id = ? and space_name = ? and status = 'Deleting'",
                ref.domainId(),
                ref.spaceName());
    }

    /** A few spaces that are not at rest, locked; those which another replica works on are passed over. */
    List<Space> claim(int limit) {
        return database.list("""
                select * from space where status in ('Pending', 'Deleting')
                order by domain_id, space_name limit ? for update skip locked""", this::space, limit);
    }

    private Space space(Row row) throws SQLException {
        String owner = row.textOrNull("owner_user_profile_name");
        return new Space(
                new SpaceRef(row.text("domain_id"), row.text("space_name")),
                row.text("display_name"),
                SharingType.of(row.text("sharing_type"), owner != null),
                owner,
                row.text("team"),
                row.text("project"),
                settings.settings(row.text("settings")),
                row.tags("tags"),
                TenancyState.of(row.text("status"), row.textOrNull("failure_reason")),
                row.time("creation_time"),
                row.time("last_modified_time"));
    }
}
