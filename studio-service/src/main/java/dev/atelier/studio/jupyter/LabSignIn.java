package dev.atelier.studio.jupyter;

import dev.atelier.studio.access.BrowserSessions;
import dev.atelier.studio.access.SessionCookies;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** A browser's way into the Lab by a token in its address, and JupyterLab's own way out. */
@ApplicationScoped
class LabSignIn {
    private final JupyterAuthenticator authenticator;
    private final SessionCookies cookies;
    private final RequestWork work;

    LabSignIn(JupyterAuthenticator authenticator, SessionCookies cookies, RequestWork work) {
        this.authenticator = authenticator;
        this.cookies = cookies;
        this.work = work;
    }

    /** A page that was opened with a token in its address: a cookie takes its place, and the address loses it. */
    void signIn(HttpServerRequest request, JupyterPath path, Access access) {
        work.later(request, () -> authenticator.begin(access), session -> {
            request.resume();
            request.response().addCookie(cookie(path, session.cookie(), session.life()));
            RequestWork.redirect(request, UpstreamRequests.uri(request));
        });
    }

    /**
     * What was opened by a token in an address ends here, the rest at {@code /auth/sign-out}; a link on another site does neither.
     */
    void signOut(HttpServerRequest request, JupyterPath path) {
        if (SessionCookies.isForeign(request.getHeader("Sec-Fetch-Site"))) {
            request.resume();
            RequestWork.redirect(request, "/auth/sign-out");
            return;
        }
        Supplier<Boolean> end = () -> {
            authenticator.end(request);
            return true;
        };
        work.later(request, end, _ -> {
            request.resume();
            request.response().addCookie(cookie(path, "", Duration.ZERO));
            RequestWork.redirect(request, "/auth/sign-out");
        });
    }

    private Cookie cookie(JupyterPath path, String value, Duration life) {
        return Cookie.cookie(BrowserSessions.COOKIE, value)
                .setPath(path.base())
                .setMaxAge(life.toSeconds())
                .setHttpOnly(true)
                .setSecure(cookies.secure())
                .setSameSite(CookieSameSite.LAX);
    }
}
