package dev.atelier.platform.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.Problem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses a body which says that it is larger than {@code quarkus.http.limits.max-body-size} before a byte of it is read,
 * with an error of the catalogue where Quarkus would answer nothing. A body that tells no length is cut off by Quarkus when
 * it becomes too large, with a bare 413.
 */
@Singleton
public class BodyLimit {
    /** Before Quarkus looks at the length itself, which it does at order -2; a filter's order is its priority negated. */
    private static final int PRIORITY = 100;

    private final Optional<MemorySize> limit;
    private final ObjectMapper json;

    @Inject
    public BodyLimit(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> limit, ObjectMapper json) {
        this.limit = limit;
        this.json = json;
    }

    static AtelierException tooLarge() {
        return new AtelierException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than this service takes.");
    }

    void register(@Observes Filters filters) {
        limit.ifPresent(size -> filters.register(request -> check(request, size.asLongValue()), PRIORITY));
    }

    private void check(RoutingContext request, long limit) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || (length.length() < 19 && Long.parseLong(length) <= limit)) {
            request.next();
            return;
        }
        AtelierException error = new AtelierException(
                ErrorCode.PAYLOAD_TOO_LARGE, "The body has %s bytes; at most %d are taken.".formatted(length, limit));
        Errors.log(error, request.request().method() + " " + request.normalizedPath());
        request.response()
                .setStatusCode(error.code().httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(Buffer.buffer(body(Problem.of(error, TraceId.current()))))
                .onComplete(_ -> request.request().connection().close());
    }

    private byte[] body(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
