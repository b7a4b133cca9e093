package dev.atelier.studio.tenancy;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.settings.SettingsStore;
import dev.atelier.studio.store.Listing;
import dev.atelier.studio.store.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of domains and user profiles. */
@ApplicationScoped
class TenancyStore {
    private final Database database;
    private final SettingsStore settings;

    TenancyStore(Database database, SettingsStore settings) {
        this.database = database;
        this.settings = settings;
    }

    /** False when the name is taken. */
    boolean insert(Domain domain) {
        return database.update(
                        """
                insert into domain (domain_id, domain_name, status, failure_reason, settings, quotas, tags, creation_time,
                                    last_modified_time)
                values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?)
                on conflict do nothing""",
                        domain.domainId(),
                        domain.domainName(),
                        domain.state().status(),
                        domain.state().failureReason(),
                        settings.write(domain.defaults()),
                        settings.write(domain.quotas()),
                        database.tagsJson(domain.tags()),
                        domain.creationTime(),
                        domain.lastModifiedTime())
                == 1;
    }

    /** Writes what can be changed in a domain. */
    void update(Domain domain) {
        database.update(
                """
                update domain set settings = ?::jsonb, quotas = ?::jsonb, tags = ?::jsonb, last_modified_time = ?
                where domain_id = ?""",
                settings.write(domain.defaults()),
                settings.write(domain.quotas()),
                database.tagsJson(domain.tags()),
                domain.lastModifiedTime(),
                domain.domainId());
    }

    Optional<Domain> domain(String domainId) {
        return database.find("select * from domain where domain_id = ?", this::domain, domainId);
    }

    /** Locks the domain until the transaction ends: for update, no profile can be made in it meanwhile. */
    Optional<Domain> lockDomain(String domainId) {
        return database.find("select * from domain where domain_id = ? for update", this::domain, domainId);
    }

    /** Domains in the filter's order; only one of them unless {@code only} is null. */
    Page<Domain> domains(TenancyFilter filter, PageRequest page, @Nullable String only) {
        return Listing.of("domain")
                .whereGiven("domain_id = ?", only)
                .whereGiven("position(lower(?) in lower(domain_name)) > 0", filter.nameContains())
                .whereGiven("status = ?", filter.status())
                .page(
                        database,
                        this::domain,
                        order(filter.sort(), "domain_name", "domain_id"),
                        page,
                        domain -> value(
                                filter.sort(), domain.domainName(), domain.creationTime(), domain.lastModifiedTime()),
                        Domain::domainId);
    }

    void setState(String domainId, TenancyState state) {
        database.update(
                "update domain set status = ?, failure_reason = ? where domain_id = ?",
                state.status(),
                state.failureReason(),
                domainId);
    }

    void remove(String domainId) {
        database.update("delete from domain where domain_id = ? and status = 'Deleting'", domainId);
    }

    /** False when the name is taken. */
    boolean insert(UserProfile profile) {
        return database.update(
                        """
                insert into user_profile (domain_id, user_profile_name, execution_role, team, project, settings, tags, status,
                                          failure_reason, creation_time, last_modified_time)
                values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?)
                on conflict do nothing""",
                        profile.ref().domainId(),
                        profile.ref().userProfileName(),
                        profile.executionRole(),
                        profile.team(),
                        profile.project(),
                        settings.write(profile.settings()),
                        database.tagsJson(profile.tags()),
                        profile.state().status(),
                        profile.state().failureReason(),
                        profile.creationTime(),
                        profile.lastModifiedTime())
                == 1;
    }

    /** Writes what can be changed in a profile. */
    void update(UserProfile profile) {
        database.update(
                """
                update user_profile set execution_role = ?, team = ?, project = ?, settings = ?::jsonb, tags = ?::jsonb,
                                        last_modified_time = ?
                where domain_id = ? and user_profile_name = ?""",
                profile.executionRole(),
                profile.team(),
                profile.project(),
                settings.write(profile.settings()),
                database.tagsJson(profile.tags()),
                profile.lastModifiedTime(),
                profile.ref().domainId(),
                profile.ref().userProfileName());
    }

    Optional<UserProfile> profile(ProfileRef ref) {
        return database.find(
                "select * from user_profile where domain_id = ? and user_profile_name = ?",
                this::profile,
                ref.domainId(),
                ref.userProfileName());
    }

    Optional<UserProfile> lockProfile(ProfileRef ref) {
        return database.find(
                "select * from user_profile where domain_id = ? and user_profile_name = ? for update",
                this::profile,
                ref.domainId(),
                ref.userProfileName());
    }

    /** Profiles of a domain, or of all without one, in the filter's order; only one of them unless {@code only} is null. */
    Page<UserProfile> profiles(
            @Nullable String domainId, TenancyFilter filter, PageRequest page, @Nullable String only) {
        return Listing.of("user_profile")
                .whereGiven("domain_id = ?", domainId)
                .whereGiven("user_profile_name = ?", only)
                .whereGiven("position(lower(?) in lower(user_profile_name)) > 0", filter.nameContains())
                .whereGiven("status = ?", filter.status())
                .page(
                        database,
                        this::profile,
                        order(filter.sort(), "user_profile_name", "domain_id || '/' || user_profile_name"),
                        page,
                        profile -> value(
                                filter.sort(),
                                profile.ref().userProfileName(),
                                profile.creationTime(),
                                profile.lastModifiedTime()),
                        profile -> profile.ref().toString());
    }

    static Listing.Order order(Sort sort, String name, String id) {
        return switch (sort.key()) {
            case NAME -> new Listing.Order(name, "text", id, sort.descending());
            case CREATION_TIME -> new Listing.Order("creation_time", "timestamptz", id, sort.descending());
            case LAST_MODIFIED_TIME -> new Listing.Order("last_modified_time", "timestamptz", id, sort.descending());
        };
    }

    static String value(Sort sort, String name, Instant creationTime, Instant lastModifiedTime) {
        return switch (sort.key()) {
            case NAME -> name;
            case CREATION_TIME -> creationTime.toString();
            case LAST_MODIFIED_TIME -> lastModifiedTime.toString();
        };
    }

    boolean hasProfiles(String domainId) {
        return database.find(
                        "select 1 as one from user_profile where domain_id = ? limit 1",
                        row -> row.number("one"),
                        domainId)
                .isPresent();
    }

    void setState(ProfileRef ref, TenancyState state) {
        database.update(
                "update user_profile set status = ?, failure_reason = ? where domain_id = ? and user_profile_name = ?",
                state.status(),
                state.failureReason(),
                ref.domainId(),
                ref.userProfileName());
    }

    void remove(ProfileRef ref) {
        database.update(
                "delete from user_profile where domain_id = ? and user_profile_name = ? and status = 'Deleting'",
                ref.domainId(),
                ref.userProfileName());
    }

    /** A few domains that are not at rest, locked; those which another replica works on are passed over. */
    List<Domain> claimDomains(int limit) {
        return database.list("""
                select * from domain where status in ('Pending', 'Deleting')
                order by domain_id limit ? for update skip locked""", this::domain, limit);
    }

    /** A few profiles that are not at rest, locked; those which another replica works on are passed over. */
    List<UserProfile> claimProfiles(int limit) {
        return database.list("""
                select * from user_profile where status in ('Pending', 'Deleting')
                order by domain_id, user_profile_name limit ? for update skip locked""", this::profile, limit);
    }

    private Domain domain(Row row) throws SQLException {
        return new Domain(
                row.text("domain_id"),
                row.text("domain_name"),
                TenancyState.of(row.text("status"), row.textOrNull("failure_reason")),
                settings.settings(row.text("settings")),
                settings.quotas(row.text("quotas")),
                row.tags("tags"),
                row.time("creation_time"),
                row.time("last_modified_time"));
    }

    private UserProfile profile(Row row) throws SQLException {
        return new UserProfile(
                new ProfileRef(row.text("domain_id"), row.text("user_profile_name")),
                row.text("execution_role"),
                row.text("team"),
                row.text("project"),
                settings.settings(row.text("settings")),
                row.tags("tags"),
                TenancyState.of(row.text("status"), row.textOrNull("failure_reason")),
                row.time("creation_time"),
                row.time("last_modified_time"));
    }
}
