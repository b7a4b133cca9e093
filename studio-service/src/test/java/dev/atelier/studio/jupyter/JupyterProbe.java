package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.testing.reach.Answer;
import dev.atelier.testing.reach.Probe;
import dev.atelier.testing.reach.Verdict;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A request to a user's Jupyter surface.
 *
 * @param route as the table of routes has it
 * @param owner whose surface it is: {@code domain/user}
 * @param rest path and query after the owner's base
 * @param method {@code WS} for a WebSocket
 * @param way how the token is shown
 * @param secrets makes what is shown from a token
 */
record JupyterProbe(
        URI server,
        String route,
        String owner,
        String method,
        String rest,
        @Nullable String body,
        Way way,
        Secrets secrets)
        implements Probe {
    /** What stands for a token where that itself is not taken: a session's cookie, the token of a capability URL. */
    @FunctionalInterface
    interface Secrets {
        /** Fails as the making of it fails. */
        String of(Way way, String token);
    }

    /** Where a client can put its token. */
    enum Way {
        HEADER,
        QUERY,
        PATH,
        COOKIE
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Override
    public boolean changes() {
        return !method.equals("GET");
    }

    @Override
    public Answer ask(@Nullable String token) {
        try {
            return method.equals("WS") ? socket(token) : http(token);
        } catch (AtelierException e) {
            return new Answer(Verdict.of(e.code().httpStatus()), e.detail());
        }
    }

    private URI address(@Nullable String token) {
        String base = way == Way.PATH && token != null ? "/jupyter/token/" + secrets.of(way, token) + "/" : "/jupyter/";
        String query = way == Way.QUERY && token != null ? (rest.contains("?") ? "&" : "?") + "token=" + token : "";
        return server.resolve(base + owner + "/" + rest + query);
    }

    private Answer http(@Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(token))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        show(token, request::header);
        HttpResponse<String> answer = CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
        return new Answer(Verdict.of(answer.statusCode()), answer.statusCode() + " " + answer.body());
    }

    private Answer socket(@Nullable String token) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        show(token, builder::header);
        URI address = URI.create(address(token).toString().replaceFirst("^http", "ws"));
        try {
            builder.buildAsync(address, new WebSocket.Listener() {}).join().abort();
            return new Answer(Verdict.ALLOWED, "");
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                int status = refused.getResponse().statusCode();
                return new Answer(Verdict.of(status), String.valueOf(status));
            }
            throw e;
        }
    }

    private interface Header {
        Object set(String name, String value);
    }

    /** A cookie comes with all that a page of ours would send along. */
    private void show(@Nullable String token, Header header) {
        if (token != null && way == Way.HEADER) {
            header.set("Authorization", "token " + token);
        } else if (token != null && way == Way.COOKIE) {
            header.set("Cookie", "_xsrf=good; atelier-session=" + secrets.of(way, token));
            header.set("Origin", "http://" + server.getAuthority());
            header.set("X-XSRFToken", "good");
        }
    }
}
