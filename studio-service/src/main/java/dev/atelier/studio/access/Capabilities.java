package dev.atelier.studio.access;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.store.AfterCommit;
import dev.atelier.studio.store.Ids;
import dev.atelier.studio.tenancy.Owners;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Capability URLs: addresses that by themselves open a user's kernels or a space's, for Jupyter clients whose WebSocket carries no header. Their tokens
 * are in lower case, as such clients write addresses; only hashes are kept. They open no home directory and no Lab.
 */
@ApplicationScoped
public class Capabilities {
    private static final int DEFAULT_SECONDS = 900;
    private static final int MIN_SECONDS = 60;
    private static final int MAX_SECONDS = 43_200;
    private static final String COLUMNS =
            "capability_id, domain_id, user_profile_name, space_name, scope, creation_time, expiration_time";

    private final Database database;
    private final Owners owners;
    private final AfterCommit afterCommit;
    private final Clock clock;
    private final URI publicUrl;
    private final RecentlySeen<Capability> seen;

    Capabilities(
            Database database,
            Owners owners,
            AfterCommit afterCommit,
            Clock clock,
            @ConfigProperty(name = "atelier.public-url") URI publicUrl) {
        this.database = database;
        this.owners = owners;
        this.afterCommit = afterCommit;
        this.clock = clock;
        this.publicUrl = publicUrl;
        this.seen = new RecentlySeen<>(clock);
    }

    /** A capability with its address, which is told this once. */
    public record Created(Capability capability, URI url) {
        @Override
        public String toString() {
            return "Created[capability=" + capability + ", url=<redacted>]";
        }
    }

    /** Makes an address at which a Jupyter client finds the user's kernels, or those of a space that is the user's too. */
    @Transactional
    @Audited(value = "CreateCapability", type = AuditedType.USER_PROFILE)
    public Created create(Caller caller, NewCapability request) {
        ProfileRef profile = request.profile();
        caller.requireProfile(profile.domainId(), profile.userProfileName());
        int seconds = AccessOperations.within(
                "expiresInSeconds", request.expiresInSeconds(), DEFAULT_SECONDS, MIN_SECONDS, MAX_SECONDS);
        SpaceRef space = request.space();
        owners.lockForUse(profile);
        if (space != null) {
            owners.requireUse(Caller.member(profile.domainId(), profile.userProfileName()), space);
            owners.lockForUse(space);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        database.update("delete from capability where expiration_time < ?", now);
        String token = Secret.randomLowerCase();
        Capability capability = new Capability(
                "cap-" + Ids.ordered(now), profile, space, request.scope(), now, now.plusSeconds(seconds));
        database.update(
                "insert into capability (token_hash, " + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)",
                Secret.hash(token),
                capability.capabilityId(),
                profile.domainId(),
                profile.userProfileName(),
                space == null ? null : space.spaceName(),
                capability.scope().wireName(),
                capability.creationTime(),
                capability.expirationTime());
        String path = "/jupyter/token/%s/%s/%s"
                .formatted(token, profile.domainId(), capability.owner().key());
        return new Created(capability, publicUrl.resolve(path));
    }

    /** The capabilities of a user that have not ended, the oldest first. */
    public Page<Capability> list(Caller caller, ProfileRef profile, PageRequest page) {
        caller.requireProfileRead(profile.domainId(), profile.userProfileName());
        return Page.of(
                database.list(
                        "select " + COLUMNS + " from capability where domain_id = ? and user_profile_name = ?"
                                + " and expiration_time > ? and capability_id > ? order by capability_id limit ?",
                        Capabilities::read,
                        profile.domainId(),
                        profile.userProfileName(),
                        clock.instant(),
                        Objects.requireNonNullElse(page.after(), ""),
                        page.limit()),
                page,
                Capability::capabilityId);
    }

    /** Ends a capability and the connections that it opened. Deleting what has ended does nothing. */
    @Transactional
    @Audited(value = "DeleteCapability", type = AuditedType.CAPABILITY)
    public void delete(Caller caller, String capabilityId) {
        Optional<Capability> found = database.find(
                "select " + COLUMNS + " from capability where capability_id = ?", Capabilities::read, capabilityId);
        if (found.isEmpty()
                || !caller.sees(
                        found.get().profile().domainId(), found.get().profile().userProfileName())) {
            throw AtelierException.notFound("capability", capabilityId);
        }
        ProfileRef profile = found.get().profile();
        caller.requireProfile(profile.domainId(), profile.userProfileName());
        database.list(
                        "delete from capability where capability_id = ? returning token_hash",
                        row -> row.bytes("token_hash"),
                        capabilityId)
                .forEach(hash -> afterCommit.run(() -> seen.forget(hash)));
    }

    /** What the token opens now. May block. */
    public Optional<Capability> find(String token) {
        byte[] hash = Secret.hash(token);
        return seen.find(
                        hash,
                        () -> database.find(
                                "select " + COLUMNS + " from capability where token_hash = ?",
                                Capabilities::read,
                                hash))
                .filter(capability -> capability.expirationTime().isAfter(clock.instant()));
    }

    private static Capability read(Row row) throws SQLException {
        String domainId = row.text("domain_id");
        return new Capability(
                row.text("capability_id"),
                new ProfileRef(domainId, row.text("user_profile_name")),
                SpaceRef.optional(domainId, row.textOrNull("space_name")),
                CapabilityScope.of(row.text("scope")),
                row.time("creation_time"),
                row.time("expiration_time"));
    }
}
