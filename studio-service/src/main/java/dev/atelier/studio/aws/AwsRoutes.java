package dev.atelier.studio.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.AwsErrors;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.platform.error.Errors;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code POST /} with {@code X-Amz-Target: SageMaker.<Operation>}: checks the signature, then does what is asked. */
@ApplicationScoped
class AwsRoutes {
    private static final Logger LOG = Logger.getLogger(AwsRoutes.class);
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final String TARGET = "SageMaker.";
    private static final int MAX_BODY = 1024 * 1024;
    /** Before the order at which Quarkus reads bodies. */
    private static final int FIRST = -1000;

    private final AwsAuthentication authentication;
    private final AwsOperations operations;
    private final AwsConfig config;
    private final ObjectMapper json;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("aws-", 0).factory());

    AwsRoutes(AwsAuthentication authentication, AwsOperations operations, AwsConfig config, ObjectMapper json) {
        this.authentication = authentication;
        this.operations = operations;
        this.config = config;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.post("/").order(FIRST).handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= MAX_BODY) {
                body.appendBuffer(chunk);
            }
        });
        Context context = routing.vertx().getOrCreateContext();
        request.endHandler(_ -> workers.execute(() -> {
            UUID requestId = UUID.randomUUID();
            Answer answer = answer(request, body, requestId);
            context.runOnContext(_ -> send(request.response(), answer, requestId));
        }));
    }

    private static void send(HttpServerResponse response, Answer answer, UUID requestId) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.putHeader("x-amzn-RequestId", requestId.toString());
        response.putHeader("Content-Type", CONTENT_TYPE);
        response.end(answer.body());
    }

    private record Answer(int status, Map<String, String> headers, String body) {}

    private Answer answer(HttpServerRequest request, Buffer body, UUID requestId) {
        try {
            return new Answer(200, Map.of(), write(call(request, body)));
        } catch (AwsException e) {
            return refusal(e.type(), e.status(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            AtelierException told = Errors.resolve(e);
            Errors.log(told, "The AWS request " + requestId);
            return refused(told, requestId);
        }
    }

    private Map<String, @Nullable Object> call(HttpServerRequest request, Buffer body) {
        if (body.length() > MAX_BODY) {
            throw new AwsException("RequestEntityTooLargeException", 413, "The request is larger than 1 MiB.");
        }
        SignedRequest signed = new SignedRequest(
                request.method().name(),
                request.path(),
                request.query() == null ? "" : request.query(),
                headers(request),
                SignatureV4.payloadHash(body.getBytes()));
        AwsAuthentication.Signer signer = authentication.authenticate(signed);
        String target = signed.header("x-amz-target");
        AwsOperation operation = operations
                .find(target.startsWith(TARGET) ? target.substring(TARGET.length()) : "")
                .orElseThrow(() -> new AwsException(
                        "UnknownOperationException", 400, "There is no operation '%s' here.".formatted(target)));
        return operation.call(
                new AwsCall(signer.caller(), new Arns(signer.region(), config.accountId()), new AwsInput(read(body))));
    }

    private static Map<String, List<String>> headers(HttpServerRequest request) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : request.headers().names()) {
            headers.put(name.toLowerCase(Locale.ROOT), request.headers().getAll(name));
        }
        if (!headers.containsKey("host") && request.authority() != null) {
            headers.put("host", List.of(request.authority().toString()));
        }
        return headers;
    }

    private JsonNode read(Buffer body) {
        try {
            JsonNode node = json.readTree(body.getBytes());
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            LOG.debugf("A request is not JSON: %s", e.getMessage());
        }
        throw new AwsException("SerializationException", 400, "The request has to be a JSON structure.");
    }

    /** Like AWS, a resource that is not ready is in use. */
    private Answer refused(AtelierException error, UUID requestId) {
        AtelierException told = error.code() == ErrorCode.NOT_READY
                ? new AtelierException(ErrorCode.RESOURCE_IN_USE, error.detail())
                : error;
        AwsErrors.Answer answer = AwsErrors.render(told, requestId);
        return new Answer(answer.status(), answer.headers(), write(answer.body()));
    }

    private Answer refusal(String type, int status, String message) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("__type", type);
        body.put("message", message);
        body.put("Message", message);
        return new Answer(status, Map.of("x-amzn-ErrorType", type), write(body));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void close() {
        workers.shutdown();
    }
}
