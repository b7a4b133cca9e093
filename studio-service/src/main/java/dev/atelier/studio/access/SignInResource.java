package dev.atelier.studio.access;

import dev.atelier.api.error.AtelierException;
import dev.atelier.platform.error.ForeignQuery;
import dev.atelier.platform.security.OidcSignIn;
import dev.atelier.studio.wire.Wire;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Where browsers sign in, by a pre-signed URL or the company's sign-on, and out. */
@Path("/auth")
@RunOnVirtualThread
@Tag(name = "Access")
class SignInResource {
    /** What a browser is shown that is signed in and asked for nothing else. */
    static final String HOME = "/auth/home";

    private static final String TICKET = "atelier-sign-in";
    private static final String SIGN_OUT_FORM =
            "<form method=post action=\"/auth/sign-out\"><p><button>Sign out</button></p></form>";

    private final AccessOperations operations;
    private final BrowserSessions sessions;
    private final OidcSignIn signOn;
    private final SessionCookies cookies;
    private final URI publicUrl;

    SignInResource(
            AccessOperations operations,
            BrowserSessions sessions,
            OidcSignIn signOn,
            SessionCookies cookies,
            @ConfigProperty(name = "atelier.public-url") URI publicUrl) {
        this.operations = operations;
        this.sessions = sessions;
        this.signOn = signOn;
        this.cookies = cookies;
        this.publicUrl = publicUrl;
    }

    @GET
    @Operation(summary = "Sign a browser in with a pre-signed URL")
    public RestResponse<Void> signIn(@QueryParam("token") @Nullable String token) {
        return this.<Void>letIn(operations.signIn(Wire.text(token))).build();
    }

    @GET
    @Path("sign-in")
    @Operation(summary = "Send a browser to the company's sign-on")
    public RestResponse<Void> beginSignOn(@QueryParam("returnTo") @Nullable String returnTo) {
        OidcSignIn.Begun begun = signOn.begin(callback(), ReturnPath.checked(Wire.text(returnTo)));
        return SignInResource.<Void>to(begun.address())
                .cookie(cookies.cookie(TICKET, begun.ticket(), "/auth", OidcSignIn.PATIENCE))
                .build();
    }

    @GET
    @Path("callback")
    @ForeignQuery
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Let a browser in that comes back from the company's sign-on")
    public RestResponse<String> endSignOn(
            @QueryParam("code") @Nullable String code,
            @QueryParam("state") @Nullable String state,
            @QueryParam("iss") @Nullable String issuer,
            @QueryParam("error") @Nullable String error,
            @QueryParam("error_description") @Nullable String errorDescription,
            @CookieParam(TICKET) @Nullable String ticket) {
        try {
            if (error != null) {
                throw AtelierException.unauthenticated("The sign-on answered '%s'%s"
                        .formatted(error, errorDescription == null ? "." : ": " + errorDescription));
            }
            OidcSignIn.SignedIn signedIn =
                    signOn.finish(Wire.text(ticket), Wire.text(state), Wire.text(code), issuer, callback());
            return this.<String>letIn(operations.signedOn(signedIn.caller(), signedIn.returnTo()))
                    .cookie(cookies.cookie(TICKET, "", "/auth", Duration.ZERO))
                    .build();
        } catch (AtelierException e) {
            return page(
                            e.code().httpStatus(),
                            "You are not signed in",
                            "<p>" + BrowserPages.escape(e.detail())
                                    + "</p><p><a href=\"/auth/sign-in\">Sign in again</a></p>")
                    .cookie(cookies.cookie(TICKET, "", "/auth", Duration.ZERO))
                    .build();
        }
    }

    @GET
    @Path("session")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Tell who the browser is signed in as")
    public RestResponse<AccessJson.BrowserSessionJson> getSession(
            @CookieParam(BrowserSessions.COOKIE) @Nullable String cookie) {
        BrowserSessions.Session session =
                session(cookie).orElseThrow(() -> AtelierException.unauthenticated("This browser is not signed in."));
        return RestResponse.ResponseBuilder.ok(AccessJson.BrowserSessionJson.of(session))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Path("home")
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Show a browser who it is signed in as")
    public RestResponse<String> home(@CookieParam(BrowserSessions.COOKIE) @Nullable String cookie) {
        return session(cookie)
                .map(session -> page(
                        200,
                        "You are signed in",
                        "<p>as <b>%s</b>, with the role <b>%s</b>.</p>%s"
                                .formatted(
                                        BrowserPages.escape(session.caller().subject()),
                                        session.caller().role().claim(),
                                        SIGN_OUT_FORM)))
                .orElseGet(SignInResource::notSignedIn)
                .build();
    }

    @GET
    @Path("sign-out")
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Sign the browser out; one that another site sent here is asked first")
    public RestResponse<String> leave(
            @CookieParam(BrowserSessions.COOKIE) @Nullable String cookie,
            @HeaderParam("Sec-Fetch-Site") @Nullable String site) {
        if (SessionCookies.isForeign(site)) {
            return page(200, "Sign out?", SIGN_OUT_FORM).build();
        }
        return signOut(cookie);
    }

    @POST
    @Path("sign-out")
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Sign the browser out")
    public RestResponse<String> signOut(@CookieParam(BrowserSessions.COOKIE) @Nullable String cookie) {
        if (cookie != null) {
            sessions.end(cookie);
        }
        URI afterwards = publicUrl.resolve(HOME);
        return SignInResource.<String>to(signOn.signOut(afterwards).orElse(URI.create(HOME)))
                .cookie(cookies.cookie(BrowserSessions.COOKIE, "", "/", Duration.ZERO))
                .build();
    }

    private static RestResponse.ResponseBuilder<String> notSignedIn() {
        return page(
                401,
                "You are not signed in",
                "<p><a href=\"/auth/sign-in\">Sign in</a>, or open a <b>pre-signed URL</b> in this browser.</p>");
    }

    private Optional<BrowserSessions.Session> session(@Nullable String cookie) {
        return cookie == null ? Optional.empty() : sessions.find(cookie);
    }

    private URI callback() {
        return publicUrl.resolve("/auth/callback");
    }

    private <T> RestResponse.ResponseBuilder<T> letIn(AccessOperations.LetIn browser) {
        return SignInResource.<T>to(URI.create(browser.path()))
                .cookie(cookies.cookie(BrowserSessions.COOKIE, browser.cookie(), "/", browser.duration()));
    }

    private static <T> RestResponse.ResponseBuilder<T> to(URI address) {
        return RestResponse.ResponseBuilder.<T>create(RestResponse.Status.FOUND)
                .location(address)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer");
    }

    private static RestResponse.ResponseBuilder<String> page(int status, String title, String body) {
        return RestResponse.ResponseBuilder.<String>create(status)
                .entity(BrowserPages.page(title, body, ""))
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    }
}
