package dev.atelier.autopilot.worker.serve;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that is not a prediction, as {@code application/problem+json}. */
final class HttpError extends RuntimeException {

    private final int status;
    private final String code;
    private final String title;

    private HttpError(int status, String code, String title, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
        this.title = title;
    }

    static HttpError validation(String detail) {
        return new HttpError(400, "validation", "Invalid request", detail);
    }

    static HttpError unauthenticated() {
        return new HttpError(401, "unauthenticated", "Unauthenticated", "A valid bearer token is needed.");
    }

    static HttpError notFound() {
        return new HttpError(404, "resource-not-found", "Not found", "Use GET /ping or POST /invocations.");
    }

    static HttpError methodNotAllowed(String allowed) {
        return new HttpError(405, "method-not-allowed", "Method not allowed", "Use " + allowed + ".");
    }

    static HttpError tooLarge(long limit) {
        return new HttpError(
                413,
                "payload-too-large",
                "Payload too large",
                "The body may have " + limit + " bytes; send fewer rows at a time.");
    }

    static HttpError mediaType(String type) {
        return new HttpError(
                415,
                "unsupported-media-type",
                "Unsupported media type",
                "The type '" + type + "' is not supported; use text/csv or application/json.");
    }

    static HttpError unavailable() {
        return new HttpError(503, "unavailable", "Unavailable", "Too many requests at once; try again.");
    }

    static HttpError outOfMemory() {
        return new HttpError(
                503,
                "unavailable",
                "Unavailable",
                "There is too little memory for these rows; send fewer at a time, or try again.");
    }

    static HttpError model() {
        return new HttpError(500, "model-error", "Model error", "The model failed on these rows.");
    }

    int status() {
        return status;
    }

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "https://atelier.dev/errors/" + code);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", getMessage());
        body.put("code", code);
        return body;
    }
}
