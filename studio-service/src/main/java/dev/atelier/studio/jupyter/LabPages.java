package dev.atelier.studio.jupyter;

import dev.atelier.studio.app.AppView;
import io.vertx.core.buffer.Buffer;
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

    /** Sends a page of the Lab, with the XSRF cookie that its scripts have to show. */
    static void send(HttpServerRequest request, Buffer body) {
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
        request.response().end(body);
    }

    /** What is shown until the Lab answers; it looks again by itself. */
    static JupyterAnswer starting(AppView app) {
        if (app.status().equals("Failed")) {
            return JupyterAnswer.html(
                    503,
                    page(
                            "Studio did not start",
                            "<p>" + escape(String.valueOf(app.failureReason()))
                                    + "</p><p><a href=\"\">Try again</a></p>",
                            ""));
        }
        return JupyterAnswer.html(
                        200,
                        page(
                                "Starting Studio",
                                "<div class=bar><i></i></div><p>JupyterLab is starting for <b>"
                                        + escape(app.owner().userProfileName())
                                        + "</b>. This page opens it by itself.</p>",
                                "<meta http-equiv=refresh content=1>"))
                .with("X-Atelier-App-Status", app.status());
    }

    /** For a browser that nobody has signed in. */
    static JupyterAnswer signIn(int status, String message) {
        return JupyterAnswer.html(
                status,
                page(
                        "You are not signed in",
                        "<p>" + escape(message) + "</p><p>Ask for a <b>pre-signed URL</b> and open it in this browser: "
                                + "<code>POST /api/v1/presigned-urls</code>, or the link that your platform shows.</p>",
                        ""));
    }

    private static String page(String title, String body, String head) {
        return """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s · Atelier</title>
                <meta name="viewport" content="width=device-width">%s<style>
                body{font:16px/1.5 system-ui,sans-serif;background:#f7f7f5;color:#222;display:grid;place-items:center;min-height:90vh;margin:0}
                main{background:#fff;border:1px solid #e3e3df;border-radius:10px;padding:32px 40px;max-width:520px}
                h1{font-size:20px;margin:0 0 12px}p{margin:10px 0}code{background:#f1f1ee;padding:1px 5px;border-radius:4px}
                .bar{height:4px;background:#eee;border-radius:2px;overflow:hidden}
                .bar i{display:block;height:100%%;width:40%%;background:#e4781f;animation:m 1.2s ease-in-out infinite alternate}
                @keyframes m{from{margin-left:0}to{margin-left:60%%}}
                </style></head><body><main><h1>%s</h1>%s</main></body></html>
                """.formatted(escape(title), head, escape(title), body);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
