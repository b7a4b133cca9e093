package dev.atelier.studio.access;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.security.TokenMinter;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Owners;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Lets people and programs in as a user. */
@ApplicationScoped
public class AccessOperations {
    private static final int MIN_URL_SECONDS = 5;
    private static final int MAX_URL_SECONDS = 300;
    private static final int MIN_SESSION_SECONDS = 1800;
    private static final int MAX_SESSION_SECONDS = 43_200;
    private static final int MIN_TOKEN_SECONDS = 60;
    private static final int DEFAULT_TOKEN_SECONDS = 3600;

    private final Database database;
    private final Owners owners;
    private final AppRuntime apps;
    private final BrowserSessions sessions;
    private final AccessConfig config;
    private final TokenMinter minter;
    private final Clock clock;
    private final URI publicUrl;

    AccessOperations(
            Database database,
            Owners owners,
            AppRuntime apps,
            BrowserSessions sessions,
            AccessConfig config,
            TokenMinter minter,
            Clock clock,
            @ConfigProperty(name = "atelier.public-url") URI publicUrl) {
        this.database = database;
        this.owners = owners;
        this.apps = apps;
        this.sessions = sessions;
        this.config = config;
        this.minter = minter;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    /** A URL which signs one browser in as the user, once. */
    @Transactional
    @Audited(value = "CreatePresignedUrl", type = AuditedType.USER_PROFILE)
    public URI createPresignedUrl(Caller caller, NewPresignedUrl request) {
        ProfileRef profile = request.profile();
        caller.requireProfile(profile.domainId(), profile.userProfileName());
        int seconds = within(
                "expiresInSeconds", request.expiresInSeconds(), MAX_URL_SECONDS, MIN_URL_SECONDS, MAX_URL_SECONDS);
        int session = within(
                "sessionExpirationDurationInSeconds",
                request.sessionSeconds(),
                MAX_SESSION_SECONDS,
                MIN_SESSION_SECONDS,
                MAX_SESSION_SECONDS);
        SpaceRef space = request.space();
        owners.lockForUse(profile);
        if (space != null) {
            owners.requireUse(Caller.member(profile.domainId(), profile.userProfileName()), space);
            owners.require(space);
        }
        Instant now = clock.instant();
        String token = Secret.random();
        database.update("delete from presigned_url where expiration_time < ?", now);
        database.update(
                """
                insert into presigned_url (token_hash, domain_id, user_profile_name, space_name, session_seconds, expiration_time)
                values (?, ?, ?, ?, ?, ?)""",
                Secret.hash(token),
                profile.domainId(),
                profile.userProfileName(),
                space == null ? null : space.spaceName(),
                session,
                now.plusSeconds(seconds));
        return publicUrl.resolve("/auth?token=" + token);
    }

    /** A browser that has been let in: its cookie, how long that lasts, and the path where it goes on. */
    record LetIn(String cookie, Duration duration, String path) {
        @Override
        public String toString() {
            return "LetIn[cookie=<redacted>, duration=" + duration + ", path=" + path + "]";
        }
    }

    private record Presigned(ProfileRef profile, @Nullable String spaceName, Duration duration) {}

    /** Uses a pre-signed URL up and starts the Lab that it leads to: the user's own, or a space's. */
    @Transactional
    LetIn signIn(String token) {
        Presigned url = database.find(
                        """
                        delete from presigned_url where token_hash = ? and expiration_time > ?
                        returning domain_id, user_profile_name, space_name, session_seconds""",
                        row -> new Presigned(
                                new ProfileRef(row.text("domain_id"), row.text("user_profile_name")),
                                row.textOrNull("space_name"),
                                Duration.ofSeconds(row.number("session_seconds"))),
                        Secret.hash(token),
                        clock.instant())
                .orElseThrow(() -> AtelierException.unauthenticated(
                        "This URL has been used or has expired; ask for a new pre-signed URL."));
        ProfileRef profile = url.profile();
        owners.require(profile);
        Owner opened = url.spaceName() == null ? profile : new SpaceRef(profile.domainId(), url.spaceName());
        owners.requireUse(Caller.member(profile.domainId(), profile.userProfileName()), opened);
        apps.ensureJupyterServer(opened);
        String cookie = sessions.begin(
                Caller.member(profile.domainId(), profile.userProfileName()),
                clock.instant().plus(url.duration()));
        return new LetIn(cookie, url.duration(), lab(opened));
    }

    /**
     * Lets a browser in that comes back from the company's sign-on.
     *
     * @param path where it wanted to go; "" for the person's own Lab
     */
    @Transactional
    LetIn signedOn(Caller caller, String path) {
        String domainId = caller.domainId();
        String user = caller.userProfileName();
        if (domainId != null && user != null) {
            owners.require(new ProfileRef(domainId, user));
        }
        String fallback = domainId == null || user == null ? SignInResource.HOME : lab(new ProfileRef(domainId, user));
        return new LetIn(
                sessions.begin(caller, clock.instant().plus(config.sessionTtl())),
                config.sessionTtl(),
                path.isEmpty() ? fallback : path);
    }

    private static String lab(Owner owner) {
        return "/jupyter/%s/%s/lab".formatted(owner.domainId(), owner.key());
    }

    /** A token with which a program acts as the user. */
    @Audited(value = "CreateAccessToken", type = AuditedType.USER_PROFILE)
    public AccessToken createAccessToken(Caller caller, ProfileRef profile, int expiresInSeconds) {
        caller.requireProfile(profile.domainId(), profile.userProfileName());
        int seconds = within(
                "expiresInSeconds", expiresInSeconds, DEFAULT_TOKEN_SECONDS, MIN_TOKEN_SECONDS, MAX_SESSION_SECONDS);
        owners.require(profile);
        Duration ttl = Duration.ofSeconds(seconds);
        Instant expiration = clock.instant().plus(ttl);
        return new AccessToken(minter.user(profile.domainId(), profile.userProfileName(), ttl), expiration);
    }

    static int within(String field, int value, int fallback, int min, int max) {
        if (value == 0) {
            return fallback;
        }
        if (value < min || value > max) {
            throw AtelierException.invalid(field, "must be between " + min + " and " + max);
        }
        return value;
    }
}
