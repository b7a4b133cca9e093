package dev.atelier.studio.access;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.security.TokenMinter;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.tenancy.ProfileOperations;
import dev.atelier.studio.tenancy.ProfileRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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
    private final ProfileOperations profiles;
    private final AppRuntime apps;
    private final BrowserSessions sessions;
    private final AccessConfig config;
    private final TokenMinter minter;
    private final Clock clock;
    private final URI publicUrl;

    AccessOperations(
            Database database,
            ProfileOperations profiles,
            AppRuntime apps,
            BrowserSessions sessions,
            AccessConfig config,
            TokenMinter minter,
            Clock clock,
            @ConfigProperty(name = "atelier.public-url") URI publicUrl) {
        this.database = database;
        this.profiles = profiles;
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
        profiles.lockForUse(profile);
        Instant now = clock.instant();
        String token = Secret.random();
        database.update("delete from presigned_url where expiration_time < ?", now);
        database.update(
                """
                insert into presigned_url (token_hash, domain_id, user_profile_name, session_seconds, expiration_time)
                values (?, ?, ?, ?, ?)""",
                Secret.hash(token),
                profile.domainId(),
                profile.userProfileName(),
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

    private record Presigned(ProfileRef profile, Duration duration) {}

    /** Uses a pre-signed URL up and starts the user's Lab. */
    @Transactional
    LetIn signIn(String token) {
        Presigned url = database.find(
                        """
                        delete from presigned_url where token_hash = ? and expiration_time > ?
                        returning domain_id, user_profile_name, session_seconds""",
                        row -> new Presigned(
                                new ProfileRef(row.text("domain_id"), row.text("user_profile_name")),
                                Duration.ofSeconds(row.number("session_seconds"))),
                        Secret.hash(token),
                        clock.instant())
                .orElseThrow(() -> AtelierException.unauthenticated(
                        "This URL has been used or has expired; ask for a new pre-signed URL."));
        ProfileRef profile = url.profile();
        profiles.require(profile);
        apps.ensureJupyterServer(profile);
        String cookie = sessions.begin(
                Caller.member(profile.domainId(), profile.userProfileName()),
                clock.instant().plus(url.duration()));
        return new LetIn(cookie, url.duration(), lab(profile));
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
            profiles.require(new ProfileRef(domainId, user));
        }
        String fallback = domainId == null || user == null ? SignInResource.HOME : lab(new ProfileRef(domainId, user));
        return new LetIn(
                sessions.begin(caller, clock.instant().plus(config.sessionTtl())),
                config.sessionTtl(),
                path.isEmpty() ? fallback : path);
    }

    private static String lab(ProfileRef profile) {
        return "/jupyter/%s/%s/lab".formatted(profile.domainId(), profile.userProfileName());
    }

    /** A token with which a program acts as the user. */
    @Audited(value = "CreateAccessToken", type = AuditedType.USER_PROFILE)
    public AccessToken createAccessToken(Caller caller, ProfileRef profile, int expiresInSeconds) {
        caller.requireProfile(profile.domainId(), profile.userProfileName());
        int seconds = within(
                "expiresInSeconds", expiresInSeconds, DEFAULT_TOKEN_SECONDS, MIN_TOKEN_SECONDS, MAX_SESSION_SECONDS);
        profiles.require(profile);
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
