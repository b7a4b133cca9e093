package dev.atelier.studio.kernel;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.app.AppConnection;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kernels API of an app's Jupyter server. Calls block; they are made on virtual threads. */
@ApplicationScoped
class UpstreamKernels {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** The server answers once the kernel is up again; it gives a kernel that does not end five seconds. */
    private static final Duration SLOW = Duration.ofSeconds(60);

    private static final int NOT_FOUND = 404;
    private static final int FIRST_ERROR = 400;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /**
     * Has the server start the kernel under this id; it adopts one that it already has.
     *
     * @param spec the name of a kernel spec of the server
     */
    void start(AppConnection app, Kernel kernel, String spec) {
        JsonObject body = new JsonObject()
                .put("kernel_id", kernel.kernelId())
                .put("name", spec)
                .put("path", kernel.path());
        require(send(app, "POST", "", body, SLOW), "start the kernel");
    }

    /** The server's kernel spec with that name, as {@code kernel.json} has it. */
    JsonObject spec(AppConnection app, String name) {
        HttpResponse<String> answer = request(app, "GET", "api/kernelspecs/" + name, null, TIMEOUT);
        require(answer, "name its kernel spec '" + name + "'");
        return object(answer).getJsonObject("spec", new JsonObject());
    }

    /**
     * A kernel as the server knows it.
     *
     * @param lastActivity when it last said something; null when the server does not say
     */
    record Seen(String state, @Nullable Instant lastActivity) {}

    /** What the server knows; empty when it has no such kernel. */
    Optional<Seen> find(AppConnection app, String kernelId) {
        HttpResponse<String> answer = send(app, "GET", "/" + kernelId, null, TIMEOUT);
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        require(answer, "look the kernel up");
        JsonObject kernel = object(answer);
        return Optional.of(new Seen(kernel.getString("execution_state", ""), time(kernel.getString("last_activity"))));
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    /** All kernels of the server with their states. */
    Map<String, String> states(AppConnection app) {
        HttpResponse<String> answer = send(app, "GET", "", null, TIMEOUT);
        require(answer, "list kernels");
        Map<String, String> states = new HashMap<>();
        try {
            for (Object item : new JsonArray(answer.body())) {
                if (item instanceof JsonObject kernel) {
                    states.put(kernel.getString("id", ""), kernel.getString("execution_state", ""));
                }
            }
        } catch (DecodeException e) {
            throw AtelierException.unavailable("The app's server gave no list of kernels.", e);
        }
        return states;
    }

    void delete(AppConnection app, String kernelId) {
        HttpResponse<String> answer = send(app, "DELETE", "/" + kernelId, null, SLOW);
        if (answer.statusCode() != NOT_FOUND) {
            require(answer, "end the kernel");
        }
    }

    void interrupt(AppConnection app, String kernelId) {
        require(send(app, "POST", "/" + kernelId + "/interrupt", new JsonObject(), SLOW), "interrupt the kernel");
    }

    void restart(AppConnection app, String kernelId) {
        require(send(app, "POST", "/" + kernelId + "/restart", new JsonObject(), SLOW), "restart the kernel");
    }

    private HttpResponse<String> send(
            AppConnection app, String method, String path, @Nullable JsonObject body, Duration timeout) {
        return request(app, method, "api/kernels" + path, body, timeout);
    }

    private HttpResponse<String> request(
            AppConnection app, String method, String path, @Nullable JsonObject body, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(app.baseUri().resolve(path))
                .timeout(timeout)
                .header("Authorization", "token " + app.secret())
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.encode()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw AtelierException.unavailable("The app of the kernel does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AtelierException.unavailable("Interrupted while the app of the kernel was asked.", e);
        }
    }

    private static void require(HttpResponse<String> answer, String what) {
        if (answer.statusCode() >= FIRST_ERROR) {
            throw AtelierException.unavailable(
                    "The app's server could not " + what + ": HTTP " + answer.statusCode() + ".", null);
        }
    }

    private static JsonObject object(HttpResponse<String> answer) {
        try {
            return new JsonObject(answer.body());
        } catch (DecodeException e) {
            throw AtelierException.unavailable("The app's server gave no JSON.", e);
        }
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
