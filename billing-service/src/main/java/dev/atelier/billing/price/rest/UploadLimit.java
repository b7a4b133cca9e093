package dev.atelier.billing.price.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.Problem;
import dev.atelier.billing.price.PriceConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Bounds request bodies before they are read: price books by their own limit, everything else by 10 MiB. What says that it
 * is larger is refused at once; what does not say is cut off on the way.
 */
@ApplicationScoped
class UploadLimit {
    /** Where Quarkus reads the limit of a body of unknown length. */
    private static final String MAX_REQUEST_SIZE = "io.quarkus.max-request-size";

    private static final long OTHERS = 10L << 20;
    private static final String UPLOADS = "/api/v1/price-books";

    private final long books;
    private final ObjectMapper json;

    UploadLimit(PriceConfig config, ObjectMapper json) {
        this.books = config.maxUploadSize().asLongValue();
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(Integer.MIN_VALUE + 100).handler(this::check);
    }

    private void check(RoutingContext context) {
        boolean upload = HttpMethod.POST.equals(context.request().method())
                && context.normalizedPath().equals(UPLOADS);
        long limit = upload ? books : OTHERS;
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            context.put(MAX_REQUEST_SIZE, limit);
            context.next();
        } else if (length.length() < 19 && Long.parseLong(length) <= limit) {
            context.next();
        } else {
            refuse(context, limit);
        }
    }

    private void refuse(RoutingContext context, long limit) {
        AtelierException error = new AtelierException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "The body is too large; at most %d bytes are taken here.".formatted(limit));
        try {
            context.response()
                    .setStatusCode(error.code().httpStatus())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .end(json.writeValueAsString(Problem.of(error, null)))
                    .onComplete(_ -> context.request().connection().close());
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }
}
