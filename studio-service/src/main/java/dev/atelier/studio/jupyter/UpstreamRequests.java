package dev.atelier.studio.jupyter;

import dev.atelier.studio.app.AppConnection;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a client's request goes to an instance: nothing by which the client showed who it is. The instance is opened by its own
 * secret, in a header.
 */
final class UpstreamRequests {
    private static final Set<String> NOT_FORWARDED = Set.of(
            "authorization",
            "cookie",
            "host",
            "origin",
            "referer",
            "connection",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-xsrftoken",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-real-ip",
            "x-scheme");
    private static final Set<String> NOT_RETURNED = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "set-cookie",
            "server");
    private static final List<String> CREDENTIALS = List.of("token=", "_xsrf=");

    private UpstreamRequests() {}

    /** Copies what the instance may see and adds what it must. */
    static void headers(HttpServerRequest from, MultiMap to, AppConnection app) {
        Set<String> named = Arrays.stream(
                        String.valueOf(from.getHeader("Connection")).split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        from.headers().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!NOT_FORWARDED.contains(name) && !named.contains(name) && !name.startsWith("sec-websocket-")) {
                to.add(header.getKey(), header.getValue());
            }
        });
        to.set("Authorization", "token " + app.secret());
    }

    /** Whether the client may see a header of the instance's answer. */
    static boolean isReturned(String header) {
        return !NOT_RETURNED.contains(header.toLowerCase(Locale.ROOT));
    }

    /** The path and query as they came, without credentials. */
    static String uri(HttpServerRequest request) {
        String query = request.query();
        if (query == null) {
            return request.path();
        }
        String kept = Arrays.stream(query.split("&"))
                .filter(part -> CREDENTIALS.stream().noneMatch(part::startsWith))
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? request.path() : request.path() + "?" + kept;
    }
}
