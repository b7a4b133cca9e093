package dev.atelier.autopilot.service.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.endpoint.EndpointRoutes.Route;
import dev.atelier.autopilot.service.endpoint.EndpointRoutes.Target;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.usage.Owner;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Passes rows on to a worker of an endpoint and gives its answer back. A worker that is gone is no fault of the request: it is
 * sent once more, to where the endpoint is now, since scoring changes nothing.
 */
@ApplicationScoped
public class EndpointInvoker {
    /** The largest request, as SageMaker has it. */
    public static final int MAX_BODY = 6 << 20;

    private static final String DEFAULT_TYPE = "text/csv";
    private static final String KIND = "endpoint";

    private final EndpointRoutes routes;
    private final TrafficSplit split;
    private final Traffic traffic;
    private final DataCapture capture;
    private final ObjectMapper json;
    private final Clock clock;
    private final Duration timeout;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    EndpointInvoker(
            EndpointRoutes routes,
            TrafficSplit split,
            Traffic traffic,
            DataCapture capture,
            ObjectMapper json,
            Clock clock,
            AutopilotConfig config) {
        this.routes = routes;
        this.split = split;
        this.traffic = traffic;
        this.capture = capture;
        this.json = json;
        this.clock = clock;
        this.timeout = config.endpoint().invocationTimeout();
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /**
     * Rows to score.
     *
     * @param contentType "text/csv" (also when null) or "application/json"
     * @param accept what to answer in; null or blank for the same
     * @param targetVariant the variant that must answer; null for one by weight
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Invocation(
            @Nullable String contentType,
            @Nullable String accept,
            @Nullable String targetVariant,
            byte[] body) {
        String type() {
            return contentType == null || contentType.isBlank() ? DEFAULT_TYPE : contentType;
        }
    }

    /** Predictions as the model gave them, and the variant that it was. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(String contentType, byte[] body, String invokedVariant) {}

    /**
     * Scores rows.
     *
     * @throws AtelierException NOT_READY unless it answers, PAYLOAD_TOO_LARGE, VALIDATION with the row and column,
     *     UNSUPPORTED_MEDIA_TYPE, MODEL_ERROR, UNAVAILABLE while the worker is started again, DEADLINE_EXCEEDED
     */
    public Answer invoke(Caller caller, String endpointName, Invocation invocation) {
        if (invocation.body().length > MAX_BODY) {
            throw tooLarge();
        }
        Route route = routes.find(endpointName)
                .filter(found -> sees(caller, found))
                .orElseThrow(() -> AtelierException.notFound(KIND, endpointName));
        Owner owner = route.endpoint().owner();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        Answer answer;
        try {
            answer = once(route, invocation);
        } catch (WorkerGoneException _) {
            Route now = routes.refresh(endpointName)
                    .filter(found -> sees(caller, found))
                    .orElseThrow(() -> AtelierException.notFound(KIND, endpointName));
            try {
                answer = once(now, invocation);
            } catch (WorkerGoneException e) {
                throw restarting(endpointName, e);
            }
        }
        capture.offer(route.endpoint(), invocation, answer);
        return answer;
    }

    /** The error of a body that is past {@link #MAX_BODY}. */
    public static AtelierException tooLarge() {
        return new AtelierException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "An invocation takes at most %d bytes. Send the rows in several requests.".formatted(MAX_BODY));
    }

    private Answer once(Route route, Invocation invocation) throws WorkerGoneException {
        TrafficSplit.Choice choice = split.choose(route, invocation.targetVariant());
        Target target = choice.target();
        target.requests().incrementAndGet();
        target.lastUsed().set(clock.instant());
        if (choice.counted() != null) {
            traffic.requested(choice.counted());
        }
        try {
            return answer(route.endpoint().name(), choice, send(route, target, invocation));
        } catch (WorkerGoneException e) {
            routes.forget(target.work());
            fault(choice);
            throw e;
        } catch (AtelierException e) {
            if (e.code().httpStatus() >= 500 || e.code() == ErrorCode.MODEL_ERROR) {
                fault(choice);
            }
            throw e;
        } finally {
            target.lastUsed().set(clock.instant());
            target.requests().decrementAndGet();
        }
    }

    private HttpResponse<byte[]> send(Route route, Target target, Invocation invocation) throws WorkerGoneException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        target.serving().address().resolve("/invocations"))
                .timeout(timeout)
                .header("Authorization", "Bearer " + target.serving().secret())
                .header("Content-Type", invocation.type())
                .POST(HttpRequest.BodyPublishers.ofByteArray(invocation.body()));
        String accept = invocation.accept();
        if (accept != null && !accept.isBlank()) {
            request.header("Accept", accept);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            throw new AtelierException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "The endpoint '%s' did not answer within %s."
                            .formatted(route.endpoint().name(), timeout),
                    e);
        } catch (IOException e) {
            throw new WorkerGoneException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw restarting(route.endpoint().name(), e);
        }
    }

    private Answer answer(String endpointName, TrafficSplit.Choice choice, HttpResponse<byte[]> response) {
        if (response.statusCode() == 200) {
            return new Answer(
                    response.headers().firstValue("Content-Type").orElse(DEFAULT_TYPE),
                    response.body(),
                    choice.variantName());
        }
        String detail = detail(response);
        throw switch (response.statusCode()) {
            case 400 -> new AtelierException(ErrorCode.VALIDATION, detail);
            case 413 -> new AtelierException(ErrorCode.PAYLOAD_TOO_LARGE, detail);
            case 406, 415 -> new AtelierException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, detail);
            case 500 -> new AtelierException(ErrorCode.MODEL_ERROR, detail);
            case 503 -> AtelierException.unavailable(detail, null);
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

    private void fault(TrafficSplit.Choice choice) {
        if (choice.counted() != null) {
            traffic.failed(choice.counted());
        }
    }

    private static boolean sees(Caller caller, Route route) {
        Owner owner = route.endpoint().owner();
        return caller.sees(owner.domainId(), owner.userProfileName());
    }

    private static AtelierException restarting(String endpointName, @Nullable Throwable cause) {
        return AtelierException.unavailable(
                "The worker of endpoint '%s' is being started again. Retry in a moment.".formatted(endpointName),
                cause);
    }

    /** The worker that was to answer is not there. */
    private static final class WorkerGoneException extends Exception {
        private static final long serialVersionUID = 1L;

        WorkerGoneException(IOException cause) {
            super(cause);
        }
    }
}
