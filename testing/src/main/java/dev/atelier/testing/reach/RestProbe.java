package dev.atelier.testing.reach;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request over HTTP. Of an event stream it reads what comes within {@link #STREAM}.
 *
 * @param route method and path template, such as {@code GET /api/v1/kernels/{kernelId}}
 * @param address path template with query of this request; the route's own unless given
 * @param body null for none; may have {@code {place}}s too
 */
public record RestProbe(
        URI server,
        Map<String, String> names,
        String route,
        String address,
        @Nullable String body,
        String contentType,
        Map<String, String> headers)
        implements Probe {
    static final Duration STREAM = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** A request without a body to the route as it is. */
    public static RestProbe of(URI server, Map<String, String> names, String route) {
        return new RestProbe(
                server, names, route, route.substring(route.indexOf(' ') + 1), null, "application/json", Map.of());
    }

    /** To another address than the template, with places of its own. */
    public RestProbe address(String template) {
        return new RestProbe(server, names, route, template, body, contentType, headers);
    }

    /** With a query, from its question mark. */
    public RestProbe query(String query) {
        return new RestProbe(server, names, route, address + query, body, contentType, headers);
    }

    /** With a JSON body, single quotes for double ones. Its places are written {@code <place>}, because braces are JSON's. */
    public RestProbe json(String json) {
        String places = json.replace('\'', '"').replaceAll("<(\\w+)>", "{$1}");
        return new RestProbe(server, names, route, address, places, "application/json", headers);
    }

    /** With a body of another type. */
    public RestProbe body(String type, String content) {
        return new RestProbe(server, names, route, address, content, type, headers);
    }

    /** With one header, besides the type and who asks. */
    public RestProbe header(String name, String value) {
        return new RestProbe(server, names, route, address, body, contentType, Map.of(name, value));
    }

    @Override
    public boolean changes() {
        return !route.matches("(GET|HEAD) .*|POST .*:(search|compare)");
    }

    @Override
    public Probe madeUp(Set<String> keys) {
        return new RestProbe(server, Names.madeUp(names, keys), route, address, body, contentType, headers);
    }

    @Override
    public Answer ask(@Nullable String token) {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(Names.in(body, names));
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(Names.in(address, names)))
                .timeout(PATIENCE)
                .method(route.substring(0, route.indexOf(' ')), publisher);
        if (body != null) {
            request.header("Content-Type", contentType);
        }
        headers.forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    private Answer send(HttpRequest request) {
        AtomicReference<HttpResponse.@Nullable ResponseInfo> head = new AtomicReference<>();
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> answer = CLIENT.sendAsync(request, info -> {
            head.set(info);
            return HttpResponse.BodySubscribers.ofByteArrayConsumer(chunk -> chunk.ifPresent(bytes -> {
                synchronized (seen) {
                    seen.writeBytes(bytes);
                }
            }));
        });
        try {
            int status = status(answer, head);
            synchronized (seen) {
                return new Answer(Verdict.of(status), status + " " + seen.toString(StandardCharsets.UTF_8));
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(request.method() + " " + request.uri() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            answer.cancel(true);
        }
    }

    private static int status(
            CompletableFuture<HttpResponse<Void>> answer, AtomicReference<HttpResponse.@Nullable ResponseInfo> head)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return answer.get(STREAM.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException _) {
            HttpResponse.ResponseInfo begun = head.get();
            boolean events = begun != null
                    && begun.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            return events
                    ? begun.statusCode()
                    : answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        }
    }
}
