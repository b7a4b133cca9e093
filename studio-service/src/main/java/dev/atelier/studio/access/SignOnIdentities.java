package dev.atelier.studio.access;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.platform.security.SubjectProfiles;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.tenancy.ProfileOperations;
import dev.atelier.studio.tenancy.ProfileRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose profile a subject of the company's sign-on is. A provider whose claims name domain and profile needs none of these; claims win
 * over them. Only administrators see and change them.
 */
@ApplicationScoped
public class SignOnIdentities implements SubjectProfiles {
    private static final int MAX_SUBJECT = 255;
    private static final String COLUMNS = "subject, domain_id, user_profile_name, creation_time";

    private final Database database;
    private final ProfileOperations profiles;
    private final Clock clock;

    SignOnIdentities(Database database, ProfileOperations profiles, Clock clock) {
        this.database = database;
        this.profiles = profiles;
        this.clock = clock;
    }

    @Override
    public Optional<Profile> find(String subject) {
        return byId(subject)
                .map(found ->
                        new Profile(found.profile().domainId(), found.profile().userProfileName()));
    }

    /**
     * Makes the profile the subject's, whosever it was; a profile may have several subjects. Browsers that the subject signed in to another
     * profile are signed out.
     */
    @Transactional
    @Audited(value = "PutSignOnIdentity", type = AuditedType.SIGN_ON_IDENTITY)
    public SignOnIdentity put(Caller caller, String subject, ProfileRef profile) {
        caller.requireAdmin();
        if (subject.isBlank() || subject.length() > MAX_SUBJECT) {
            throw AtelierException.invalid("subject", "must have 1 to " + MAX_SUBJECT + " characters");
        }
        profiles.lockForUse(profile);
        database.update("""
                delete from browser_session s using sign_on_identity i
                where i.subject = ? and s.subject = i.subject
                  and (i.domain_id, i.user_profile_name) is distinct from (?, ?)""", subject, profile.domainId(), profile.userProfileName());
        database.update(
                """
                insert into sign_on_identity (subject, domain_id, user_profile_name, creation_time) values (?, ?, ?, ?)
                on conflict (subject) do update
                set domain_id = excluded.domain_id, user_profile_name = excluded.user_profile_name""",
                subject,
                profile.domainId(),
                profile.userProfileName(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        return byId(subject).orElseThrow();
    }

    /** The subject's identity. */
    public SignOnIdentity get(Caller caller, String subject) {
        caller.requireAdmin();
        return byId(subject).orElseThrow(() -> AtelierException.notFound("sign-on identity", subject));
    }

    /** All, by subject. */
    public Page<SignOnIdentity> list(Caller caller, PageRequest page) {
        caller.requireAdmin();
        return Page.of(
                database.list(
                        "select " + COLUMNS + " from sign_on_identity where subject > ? order by subject limit ?",
                        SignOnIdentities::read,
                        Objects.requireNonNullElse(page.after(), ""),
                        page.limit()),
                page,
                SignOnIdentity::subject);
    }

    /** The subject has no profile here any more, and the profile's browsers are signed out. */
    @Transactional
    @Audited(value = "DeleteSignOnIdentity", type = AuditedType.SIGN_ON_IDENTITY)
    public void delete(Caller caller, String subject) {
        caller.requireAdmin();
        database.update("delete from browser_session where subject = ?", subject);
        database.update("delete from sign_on_identity where subject = ?", subject);
    }

    private Optional<SignOnIdentity> byId(String subject) {
        return database.find(
                "select " + COLUMNS + " from sign_on_identity where subject = ?", SignOnIdentities::read, subject);
    }

    private static SignOnIdentity read(Row row) throws SQLException {
        return new SignOnIdentity(
                row.text("subject"),
                new ProfileRef(row.text("domain_id"), row.text("user_profile_name")),
                row.time("creation_time"));
    }
}
