package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.platform.security.TokenAuthenticator;
import dev.atelier.studio.access.BrowserSessions;
import dev.atelier.studio.access.Capabilities;
import dev.atelier.studio.access.Capability;
import dev.atelier.studio.access.CapabilityScope;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Owners;
import dev.atelier.studio.tenancy.ProfileRef;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in: by an {@code Authorization} header, by {@code ?token=}, by a capability URL, or by the session cookie. A browser sends the cookie
 * along whoever made it ask, so with a cookie the Origin must be ours and unsafe methods must show the XSRF token.
 */
@ApplicationScoped
class JupyterAuthenticator {
    static final String XSRF_COOKIE = "_xsrf";

    private static final Duration MAX_SESSION = Duration.ofHours(12);
    private static final String XSRF_HEADER = "X-XSRFToken";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final TokenAuthenticator tokens;
    private final BrowserSessions sessions;
    private final Capabilities capabilities;
    private final Owners owners;
    private final Clock clock;
    private final String publicAuthority;

    JupyterAuthenticator(
            TokenAuthenticator tokens,
            BrowserSessions sessions,
            Capabilities capabilities,
            Owners owners,
            Clock clock,
            @ConfigProperty(name = "atelier.public-url") URI publicUrl) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.capabilities = capabilities;
        this.owners = owners;
        this.clock = clock;
        this.publicAuthority = String.valueOf(publicUrl.getRawAuthority());
    }

    /** A session that has begun: its cookie's value, and how long it lasts. */
    record Started(String cookie, Duration life) {
        @Override
        public String toString() {
            return "Started[cookie=<redacted>, life=" + life + "]";
        }
    }

    /** Who asks, if that one may reach what is the owner's; else {@code UNAUTHENTICATED} or {@code PERMISSION_DENIED}. */
    Access authenticate(HttpServerRequest request, JupyterPath path) {
        if (!path.token().isEmpty()) {
            return capable(request, path);
        }
        Owner owner = path.owner();
        Access access = identify(request, owner);
        owners.requireUse(access.caller(), owner);
        if (access.source() == Access.Source.COOKIE) {
            boolean socket = isUpgrade(request);
            if ((socket || !SAFE.contains(request.method())) && !sameOrigin(request, socket)) {
                throw AtelierException.permissionDenied("This was asked for by a page of another origin.");
            }
            if (!socket && !SAFE.contains(request.method()) && !xsrfMatches(request)) {
                throw AtelierException.permissionDenied("'_xsrf' argument missing or not the cookie's.");
            }
        }
        return access;
    }

    /** Whether the capability URL or the browser's session is still good; tokens are not asked. */
    boolean holds(Access access) {
        return switch (access.source()) {
            case PATH -> capabilities.find(access.token()).isPresent();
            case COOKIE -> sessions.find(access.token()).isPresent();
            case HEADER, QUERY -> true;
        };
    }

    private Access capable(HttpServerRequest request, JupyterPath path) {
        Capability capability = capabilities
                .find(path.token())
                .orElseThrow(() -> AtelierException.unauthenticated(
                        "This capability URL has ended or was never made; make one with POST /api/v1/capabilities."));
        ProfileRef profile = capability.profile();
        Owner owner = capability.owner();
        if (!owner.toString().equalsIgnoreCase(path.owner().toString())) {
            throw AtelierException.permissionDenied("This capability URL is not for '" + path.owner() + "'.");
        }
        boolean reads = SAFE.contains(request.method()) && !isUpgrade(request);
        if (capability.scope() == CapabilityScope.READ && !reads) {
            throw AtelierException.permissionDenied("This capability URL only reads; its scope is 'Read'.");
        }
        Caller caller = Caller.member(profile.domainId(), profile.userProfileName());
        owners.requireUse(caller, owner);
        return new Access(caller, owner, path.token(), Access.Source.PATH);
    }

    static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private Access identify(HttpServerRequest request, Owner owner) {
        String header = request.getHeader("Authorization");
        if (header != null) {
            return access(TokenAuthenticator.token(header).orElse(""), owner, Access.Source.HEADER);
        }
        String query = request.getParam("token");
        if (query != null && !query.isEmpty()) {
            return access(query, owner, Access.Source.QUERY);
        }
        for (Cookie cookie : request.cookies(BrowserSessions.COOKIE)) {
            Optional<BrowserSessions.Session> session = sessions.find(cookie.getValue());
            if (session.isPresent()) {
                return new Access(session.get().caller(), owner, cookie.getValue(), Access.Source.COOKIE);
            }
        }
        throw AtelierException.unauthenticated(
                "Send a token: 'Authorization: token <token>', or open a pre-signed URL.");
    }

    /**
     * The cookie for a browser that came with a token in its address; it lasts as long as the token, {@link #MAX_SESSION} at most.
     */
    Started begin(Access access) {
        Instant now = clock.instant();
        Instant longest = now.plus(MAX_SESSION);
        Instant end = tokens.expiration(access.token())
                .filter(expiration -> expiration.isBefore(longest))
                .orElse(longest);
        return new Started(sessions.begin(access.caller(), end), Duration.between(now, end));
    }

    /** Signs the browser out that sends these cookies. */
    void end(HttpServerRequest request) {
        request.cookies(BrowserSessions.COOKIE).forEach(cookie -> sessions.end(cookie.getValue()));
    }

    private Access access(String token, Owner owner, Access.Source source) {
        return new Access(tokens.authenticate(token), owner, token, source);
    }

    /** A browser names the origin on every WebSocket and on every unsafe request; other clients have no cookie. */
    private boolean sameOrigin(HttpServerRequest request, boolean required) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return !required;
        }
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null
                    && (authority.equalsIgnoreCase(request.getHeader("Host"))
                            || authority.equalsIgnoreCase(publicAuthority));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean xsrfMatches(HttpServerRequest request) {
        Cookie cookie = request.getCookie(XSRF_COOKIE);
        String shown = request.getHeader(XSRF_HEADER);
        return cookie != null
                && !cookie.getValue().isEmpty()
                && same(cookie.getValue(), shown == null ? request.getParam(XSRF_COOKIE) : shown);
    }

    private static boolean same(String expected, @Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
