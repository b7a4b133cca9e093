package dev.atelier.platform.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.Problem;
import dev.atelier.platform.error.Errors;
import dev.atelier.platform.error.TraceId;
import io.quarkus.arc.All;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Bounds the bodies of the REST API before they are read: those of a {@link LargeBody} by its limit, all others by
 * {@code atelier.body.max-size}. A body which says that it is larger is refused at once, one that does not say as soon as it is.
 * Forms, which Quarkus reads itself, are cut off by it with a bare 413 a little later. Quarkus' own limit, {@code quarkus.http.limits.max-body-size}, is one for all requests and
 * has to be above the largest of these.
 */
@Singleton
public class BodyLimit {
    /** Before anything reads, and before Quarkus looks at the length itself, which it does at order -2. */
    private static final int FIRST = Integer.MIN_VALUE + 100;

    /** After Quarkus has put down its limit for bodies that tell no length, which would win otherwise. */
    private static final int AFTER_QUARKUS = -1;

    /** Where Quarkus looks for the limit of a body that tells no length. */
    private static final String MAX_REQUEST_SIZE = "io.quarkus.max-request-size";

    /** How long a refused client may go on sending, so that it gets to read the answer. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** How much later Quarkus cuts a body off than we refuse it with words. */
    private static final long SLACK = 1L << 20;

    private static final int MAX_DIGITS = 18;

    private final long common;
    private final List<LargeBody> larger;
    private final ObjectMapper json;

    @Inject
    public BodyLimit(BodyConfig config, @All List<LargeBody> larger, ObjectMapper json) {
        this.common = config.maxSize().asLongValue();
        this.larger = larger;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(FIRST).handler(this::check);
        router.route("/api/*").order(AFTER_QUARKUS).handler(this::bound);
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || (length.length() <= MAX_DIGITS && Long.parseLong(length) <= limit(context))) {
            context.next();
        } else {
            refuse(context, refusal(context));
        }
    }

    private void bound(RoutingContext context) {
        if (context.request().getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
            context.put(MAX_REQUEST_SIZE, limit(context) + SLACK);
        }
        context.next();
    }

    /** What reads a body, which throws as soon as a body that told no length has more than it may. */
    InputStream bounded(InputStream body, RoutingContext context) {
        return context.request().getHeader(HttpHeaders.CONTENT_LENGTH) == null
                ? new BoundedBody(body, limit(context), () -> refusal(context))
                : body;
    }

    private AtelierException refusal(RoutingContext context) {
        return large(context).map(LargeBody::tooLarge).orElseGet(this::tooLarge);
    }

    private long limit(RoutingContext context) {
        return large(context).map(LargeBody::limit).orElse(common);
    }

    private Optional<LargeBody> large(RoutingContext context) {
        return larger.stream()
                .filter(large -> large.is(context.request().method(), context.normalizedPath()))
                .findFirst();
    }

    private AtelierException tooLarge() {
        return new AtelierException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "The body is too large; at most %d bytes are taken here.".formatted(common));
    }

    private void refuse(RoutingContext context, AtelierException error) {
        HttpServerRequest request = context.request();
        Errors.log(error, request.method() + " " + context.normalizedPath());
        request.resume();
        long timer = context.vertx()
                .setTimer(DRAIN.toMillis(), _ -> request.connection().close());
        request.endHandler(_ -> context.vertx().cancelTimer(timer));
        context.response()
                .setStatusCode(error.code().httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Buffer.buffer(body(Problem.of(error, TraceId.current()))));
    }

    private byte[] body(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
