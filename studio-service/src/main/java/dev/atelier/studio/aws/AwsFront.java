package dev.atelier.studio.aws;

import dev.atelier.platform.aws.AwsException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads signed requests, lets them be answered on a thread of their own, and sends the answers. */
@ApplicationScoped
class AwsFront {
    private static final int MEBI = 1024 * 1024;

    private final AwsAuthentication authentication;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("aws-", 0).factory());

    AwsFront(AwsAuthentication authentication) {
        this.authentication = authentication;
    }

    /** A request whose signature holds. */
    record Received(AwsAuthentication.Signer signer, UUID requestId, SignedRequest request, Buffer body) {
        /** The first value of a header, or "". */
        String header(String name) {
            return request.header(name);
        }
    }

    /** What is sent. */
    record Sent(int status, String contentType, Map<String, String> headers, Buffer body) {}

    /** Answers requests of one kind. */
    interface Answering {
        /** Does what is asked. */
        Sent answer(Received received);

        /** What is told of a failure, also of one before the request was understood. */
        Sent refusal(UUID requestId, RuntimeException failure);
    }

    /**
     * Serves a request.
     *
     * @param maxBody in bytes
     */
    void serve(RoutingContext routing, int maxBody, Answering answering) {
        HttpServerRequest request = routing.request();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= maxBody) {
                body.appendBuffer(chunk);
            }
        });
        Context context = routing.vertx().getOrCreateContext();
        request.endHandler(_ -> workers.execute(() -> {
            UUID requestId = UUID.randomUUID();
            Sent answer = answer(request, body, maxBody, requestId, answering);
            context.runOnContext(_ -> send(request.response(), answer, requestId));
        }));
    }

    private Sent answer(HttpServerRequest request, Buffer body, int maxBody, UUID requestId, Answering answering) {
        try {
            if (body.length() > maxBody) {
                throw new AwsException(
                        "RequestEntityTooLargeException",
                        413,
                        "The request is larger than %d MiB.".formatted(maxBody / MEBI));
            }
            SignedRequest signed = new SignedRequest(
                    request.method().name(),
                    request.path(),
                    request.query() == null ? "" : request.query(),
                    headers(request),
                    SignatureV4.payloadHash(body.getBytes()));
            return answering.answer(new Received(authentication.authenticate(signed), requestId, signed, body));
        } catch (RuntimeException e) {
            return answering.refusal(requestId, e);
        }
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

    private static void send(HttpServerResponse response, Sent answer, UUID requestId) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.putHeader("x-amzn-RequestId", requestId.toString());
        response.putHeader("Content-Type", answer.contentType());
        response.end(answer.body());
    }

    @PreDestroy
    void close() {
        workers.shutdown();
    }
}
