package dev.atelier.autopilot.service.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Passes rows on to an endpoint's worker and gives its answer back. */
@ApplicationScoped
public class EndpointInvoker {
    /** The largest request, as SageMaker has it. */
    public static final int MAX_BODY = 6 << 20;

    private static final String DEFAULT_TYPE = "text/csv";

    private final EndpointService endpoints;
    private final TrialEngine engine;
    private final ObjectMapper json;
    private final Duration timeout;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    EndpointInvoker(EndpointService endpoints, TrialEngine engine, ObjectMapper json, AutopilotConfig config) {
        this.endpoints = endpoints;
        this.engine = engine;
        this.json = json;
        this.timeout = config.endpoint().invocationTimeout();
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /** Predictions as the model gave them. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(String contentType, byte[] body) {}

    /**
     * Scores rows.
     *
     * @param contentType "text/csv" (also when null) or "application/json"
     * @param accept what to answer in; null or a wildcard for the same
     * @throws AtelierException NOT_READY unless InService, PAYLOAD_TOO_LARGE, VALIDATION with the row and column,
     *     UNSUPPORTED_MEDIA_TYPE, MODEL_ERROR, UNAVAILABLE while the worker is started again, DEADLINE_EXCEEDED
     */
    public Answer invoke(
            Caller caller, String endpointName, @Nullable String contentType, @Nullable String accept, byte[] body) {
        if (body.length > MAX_BODY) {
            throw tooLarge();
        }
        Endpoint endpoint = endpoints.get(caller, endpointName);
        caller.requireProfile(endpoint.owner().domainId(), endpoint.owner().userProfileName());
        if (!(endpoint.lifecycle() instanceof EndpointLifecycle.InService)) {
            throw AtelierException.notReady("The endpoint '%s' is %s, not InService."
                    .formatted(endpointName, endpoint.lifecycle().status()));
        }
        TrialEngine.Serving serving = engine.serving(new Work.Serve(endpoint.id(), endpoint.generation()))
                .orElseThrow(() -> restarting(endpointName, null));
        HttpRequest.Builder request = HttpRequest.newBuilder(serving.address().resolve("/invocations"))
                .timeout(timeout)
                .header("Authorization", "Bearer " + serving.secret())
                .header("Content-Type", contentType == null || contentType.isBlank() ? DEFAULT_TYPE : contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (accept != null && !accept.isBlank()) {
            request.header("Accept", accept);
        }
        return answer(endpointName, send(endpointName, request.build()));
    }

    /** The error of a body that is past {@link #MAX_BODY}. */
    public static AtelierException tooLarge() {
        return new AtelierException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "An invocation takes at most %d bytes. Send the rows in several requests.".formatted(MAX_BODY));
    }

    private HttpResponse<byte[]> send(String endpointName, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            throw new AtelierException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "The endpoint '%s' did not answer within %s.".formatted(endpointName, timeout),
                    e);
        } catch (IOException e) {
            throw restarting(endpointName, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw restarting(endpointName, e);
        }
    }

    private Answer answer(String endpointName, HttpResponse<byte[]> response) {
        if (response.statusCode() == 200) {
            return new Answer(response.headers().firstValue("Content-Type").orElse(DEFAULT_TYPE), response.body());
        }
        String detail = detail(response);
        throw switch (response.statusCode()) {
            case 400 -> new AtelierException(ErrorCode.VALIDATION, detail);
            case 413 -> new AtelierException(ErrorCode.PAYLOAD_TOO_LARGE, detail);
            case 406, 415 -> new AtelierException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, detail);
            case 500 -> new AtelierException(ErrorCode.MODEL_ERROR, detail);
            default ->
                AtelierException.internal(new IllegalStateException("The worker of endpoint '%s' answered %d: %s"
                        .formatted(endpointName, response.statusCode(), detail)));
        };
    }

    private String detail(HttpResponse<byte[]> response) {
        try {
            JsonNode detail = json.readTree(response.body()).path("detail");
            return detail.isTextual() ? detail.textValue() : "The model gave no reason.";
        } catch (IOException _) {
            return "The model gave no reason.";
        }
    }

    private static AtelierException restarting(String endpointName, @Nullable Throwable cause) {
        return AtelierException.unavailable(
                "The worker of endpoint '%s' is being started again. Retry in a moment.".formatted(endpointName),
                cause);
    }
}
