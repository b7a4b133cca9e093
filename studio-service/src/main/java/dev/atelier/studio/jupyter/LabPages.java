package dev.atelier.studio.jupyter;

import dev.atelier.studio.access.BrowserPages;
import dev.atelier.studio.app.AppView;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The few pages that Atelier shows a browser itself, and the cookie that it adds to those of the Lab. */
final class LabPages {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int XSRF_BYTES = 16;

    private LabPages() {}

    /** Whether the client is a browser that wants a page. */
    static boolean isWanted(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }

    static boolean isHtml(HttpClientResponse response) {
        String type = response.getHeader("Content-Type");
        return type != null && type.startsWith("text/html");
    }

    /** Makes the answer ready for a page of the Lab: with the XSRF cookie that its scripts have to show. */
    static void prepare(HttpServerRequest request) {
        JupyterPath.parse(request.path()).ifPresent(path -> {
            if (request.getCookie(JupyterAuthenticator.XSRF_COOKIE) == null) {
                byte[] value = new byte[XSRF_BYTES];
                RANDOM.nextBytes(value);
                request.response()
                        .addCookie(Cookie.cookie(
                                        JupyterAuthenticator.XSRF_COOKIE,
                                        HexFormat.of().formatHex(value))
                                .setPath(path.base())
                                .setSameSite(CookieSameSite.LAX));
            }
        });
        request.response().headers().remove("Content-Length");
        request.response().headers().remove("Etag");
    }

    /** What is shown until the Lab answers; it looks again by itself. */
    static JupyterAnswer starting(AppView app) {
        if (app.status().equals("Failed")) {
            return JupyterAnswer.html(
                    503,
                    BrowserPages.page(
                            "Studio did not start",
                            "<p>" + BrowserPages.escape(String.valueOf(app.failureReason()))
                                    + "</p><p><a href=\"\">Try again</a></p>",
                            ""));
        }
        return JupyterAnswer.html(
                        200,
                        BrowserPages.page(
                                "Starting Studio",
                                "<div class=bar><i></i></div><p>JupyterLab is starting for <b>"
                                        + BrowserPages.escape(owner(app))
                                        + "</b>. This page opens it by itself.</p>",
                                "<meta http-equiv=refresh content=1>"))
                .with("X-Atelier-App-Status", app.status());
    }

    /** For a browser that nobody has signed in. */
    static JupyterAnswer signIn(int status, String message) {
        return JupyterAnswer.html(
                status,
                BrowserPages.page(
                        "You are not signed in",
                        "<p>" + BrowserPages.escape(message)
                                + "</p><p>Ask for a <b>pre-signed URL</b> and open it in this browser: "
                                + "<code>POST /api/v1/presigned-urls</code>, or the link that your platform shows.</p>",
                        ""));
    }

    private static String owner(AppView app) {
        String user = app.owner().userProfileName();
        return user == null ? "the space " + app.owner().spaceName() : user;
    }
}
