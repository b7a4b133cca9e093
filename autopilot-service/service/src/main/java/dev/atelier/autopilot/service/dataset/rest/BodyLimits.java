package dev.atelier.autopilot.service.dataset.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.Problem;
import dev.atelier.autopilot.service.dataset.DatasetService;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;

/**
 * Bounds request bodies before they are read: uploads of data sets by their own limit, everything else by 10 MiB. What says that
 * it is larger is refused at once; what does not say is cut off on the way.
 */
@ApplicationScoped
class BodyLimits {
    /** Where Quarkus reads the limit of a body of unknown length. */
    private static final String MAX_REQUEST_SIZE = "io.quarkus.max-request-size";

    private static final long OTHERS = 10L << 20;
    private static final long FORM_OVERHEAD = 1L << 20;
    private static final long DRAIN_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private static final String UPLOADS = "/api/v1/datasets";

    private final DatasetService datasets;
    private final ObjectMapper json;

    BodyLimits(DatasetService datasets, ObjectMapper json) {
        this.datasets = datasets;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(Integer.MIN_VALUE + 100).handler(this::check);
    }

    private void check(RoutingContext context) {
        boolean upload = context.normalizedPath().equals(UPLOADS);
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            if (length == null) {
                long limit = upload ? datasets.maxUpload() + FORM_OVERHEAD : OTHERS;
                context.put(MAX_REQUEST_SIZE, limit);
            } else if (upload) {
                datasets.checkLength(parse(length) - FORM_OVERHEAD);
            } else if (parse(length) > OTHERS) {
                throw new AtelierException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "A request takes at most %d bytes; only data sets may be larger.".formatted(OTHERS));
            }
        } catch (AtelierException e) {
            refuse(context, e);
            return;
        }
        context.next();
    }

    private static long parse(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException _) {
            throw AtelierException.invalid("Content-Length", "must be a whole number");
        }
    }

    /** Answers at once and goes on reading for a moment, so that a client which still sends gets to see the answer. */
    private void refuse(RoutingContext context, AtelierException error) {
        HttpServerRequest request = context.request();
        request.resume();
        long timer =
                context.vertx().setTimer(DRAIN_MILLIS, _ -> request.connection().close());
        request.endHandler(_ -> context.vertx().cancelTimer(timer));
        try {
            context.response()
                    .setStatusCode(error.code().httpStatus())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(Problem.of(error, null)));
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }
}
