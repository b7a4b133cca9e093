package dev.atelier.studio.tenancy;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of domains and user profiles. */
@ApplicationScoped
class TenancyStore {
    private final Database database;

    TenancyStore(Database database) {
        this.database = database;
    }

    /** False when the name is taken. */
    boolean insert(Domain domain) {
        return database.update(
                        """
                insert into domain (domain_id, domain_name, status, failure_reason, default_image, default_instance_type, tags,
                                    creation_time)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?)
                on conflict do nothing""",
                        domain.domainId(),
                        domain.domainName(),
                        domain.state().status(),
                        domain.state().failureReason(),
                        domain.defaultImage(),
                        domain.defaultInstanceType(),
                        database.tagsJson(domain.tags()),
                        domain.creationTime())
                == 1;
    }

    Optional<Domain> domain(String domainId) {
        return database.find("select * from domain where domain_id = ?", TenancyStore::domain, domainId);
    }

    /** Locks the domain until the transaction ends: for update, nothing can be made in it meanwhile. */
    Optional<Domain> lockDomain(String domainId) {
        return database.find("select * from domain where domain_id = ? for update", TenancyStore::domain, domainId);
    }

    Page<Domain> domains(PageRequest page, @Nullable String only) {
        List<Domain> found =
                database.list("""
                select * from domain
                where (?::text is null or domain_id > ?) and (?::text is null or domain_id = ?)
                order by domain_id limit ?""", TenancyStore::domain, page.after(), page.after(), only, only, page.limit());
        return Page.of(found, page, Domain::domainId);
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

    boolean insert(UserProfile profile) {
        return database.update(
                        """
                insert into user_profile (domain_id, user_profile_name, execution_role, team, project, tags, status, failure_reason,
                                          creation_time)
                values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                on conflict do nothing""",
                        profile.ref().domainId(),
                        profile.ref().userProfileName(),
                        profile.executionRole(),
                        profile.team(),
                        profile.project(),
                        database.tagsJson(profile.tags()),
                        profile.state().status(),
                        profile.state().failureReason(),
                        profile.creationTime())
                == 1;
    }

    Optional<UserProfile> profile(ProfileRef ref) {
        return database.find(
                "select * from user_profile where domain_id = ? and user_profile_name = ?",
                TenancyStore::profile,
                ref.domainId(),
                ref.userProfileName());
    }

    Optional<UserProfile> lockProfile(ProfileRef ref) {
        return database.find(
                "select * from user_profile where domain_id = ? and user_profile_name = ? for update",
                TenancyStore::profile,
                ref.domainId(),
                ref.userProfileName());
    }

    Page<UserProfile> profiles(String domainId, PageRequest page, @Nullable String only) {
        List<UserProfile> found = database.list(
                """
                select * from user_profile
                where domain_id = ? and (?::text is null or user_profile_name > ?)
                  and (?::text is null or user_profile_name = ?)
                order by user_profile_name limit ?""", TenancyStore::profile, domainId, page.after(), page.after(), only, only, page.limit());
        return Page.of(found, page, profile -> profile.ref().userProfileName());
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
                order by domain_id limit ? for update skip locked""", TenancyStore::domain, limit);
    }

    /** A few profiles that are not at rest, locked; those which another replica works on are passed over. */
    List<UserProfile> claimProfiles(int limit) {
        return database.list("""
                select * from user_profile where status in ('Pending', 'Deleting')
                order by domain_id, user_profile_name limit ? for update skip locked""", TenancyStore::profile, limit);
    }

    private static Domain domain(Row row) throws SQLException {
        return new Domain(
                row.text("domain_id"),
                row.text("domain_name"),
                TenancyState.of(row.text("status"), row.textOrNull("failure_reason")),
                row.text("default_image"),
                row.text("default_instance_type"),
                row.tags("tags"),
                row.time("creation_time"));
    }

    private static UserProfile profile(Row row) throws SQLException {
        return new UserProfile(
                new ProfileRef(row.text("domain_id"), row.text("user_profile_name")),
                row.text("execution_role"),
                row.text("team"),
                row.text("project"),
                row.tags("tags"),
                TenancyState.of(row.text("status"), row.textOrNull("failure_reason")),
                row.time("creation_time"));
    }
}
