package dev.atelier.platform.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.platform.database.DatabaseAway;
import dev.atelier.platform.database.Unstorable;
import io.vertx.core.http.HttpClosedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** Turns whatever was thrown into an error of the catalogue, the same for REST and gRPC, and logs it once. */
public final class Errors {
    private static final Logger LOG = Logger.getLogger("dev.atelier.error");

    private Errors() {}

    /** What the caller is told about the exception. What is not of the catalogue is {@code INTERNAL} and says nothing. */
    public static AtelierException resolve(Throwable thrown) {
        return switch (thrown) {
            case AtelierException error -> error;
            case JsonProcessingException json -> JsonErrors.resolve(json);
            case ConstraintViolationException violated -> violations(violated);
            case Exception broken
            when hungUp(broken) ->
                new AtelierException(ErrorCode.VALIDATION, "The connection was closed before the body had come.");
            case IOException broken when "Request too large".equals(broken.getMessage()) -> tooLarge();
            case CompletionException wrapper when wrapper.getCause() != null -> resolve(wrapper.getCause());
            case ExecutionException wrapper when wrapper.getCause() != null -> resolve(wrapper.getCause());
            case UndeclaredThrowableException wrapper when wrapper.getCause() != null -> resolve(wrapper.getCause());
            case Throwable cause
            when DatabaseAway.caused(cause) ->
                AtelierException.unavailable("The database cannot be reached at the moment; try again.", cause);
            case Throwable cause
            when Unstorable.caused(cause) ->
                new AtelierException(
                        ErrorCode.VALIDATION,
                        "A text has the character NUL, or a time is beyond what can be stored.",
                        cause);
            default -> ofAnotherService(GrpcErrors.toAtelier(thrown), thrown);
        };
    }

    /** Whether the client closed the connection in the middle; what reads a body wraps that more than once. */
    private static boolean hungUp(Throwable thrown) {
        for (Throwable cause = thrown;
                cause instanceof IOException || cause instanceof UncheckedIOException;
                cause = cause.getCause()) {
            if (cause.getCause() instanceof HttpClosedException) {
                return true;
            }
        }
        return false;
    }

    /** A body that told no length and was cut off when it became too large. */
    static AtelierException tooLarge() {
        return new AtelierException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than this service takes.");
    }

    /** Logs a fault of ours as ERROR with its stack, a refusal as DEBUG without. */
    public static void log(AtelierException error, String request) {
        if (error.code().serverFault()) {
            LOG.errorf(
                    Objects.requireNonNullElse(error.getCause(), error),
                    "%s failed: code=%s traceId=%s: %s",
                    request,
                    error.code().code(),
                    TraceId.current(),
                    error.detail());
        } else {
            LOG.debugf("%s refused: code=%s: %s", request, error.code().code(), error.detail());
        }
    }

    /** That we could not prove ourselves to another service is no fault of who calls us. */
    private static AtelierException ofAnotherService(AtelierException error, Throwable thrown) {
        return error.code() == ErrorCode.UNAUTHENTICATED ? AtelierException.internal(thrown) : error;
    }

    private static AtelierException violations(ConstraintViolationException violated) {
        List<FieldViolation> violations = violated.getConstraintViolations().stream()
                .map(Errors::violation)
                .sorted((one, other) -> one.field().compareTo(other.field()))
                .toList();
        boolean ours = violated.getConstraintViolations().stream().anyMatch(Errors::returned);
        return ours || violations.isEmpty()
                ? AtelierException.internal(violated)
                : AtelierException.invalid(violations);
    }

    private static FieldViolation violation(ConstraintViolation<?> violation) {
        StringBuilder inside = new StringBuilder();
        String parameter = "";
        for (Path.Node node : violation.getPropertyPath()) {
            switch (node.getKind()) {
                case METHOD, CONSTRUCTOR, RETURN_VALUE, CROSS_PARAMETER, BEAN -> {}
                case PARAMETER -> parameter = Objects.toString(node.getName(), "");
                case PROPERTY, CONTAINER_ELEMENT -> append(inside, node);
            }
        }
        return new FieldViolation(inside.isEmpty() ? parameter : inside.toString(), violation.getMessage());
    }

    private static void append(StringBuilder path, Path.Node node) {
        if (node.isInIterable()) {
            Object at = node.getIndex() != null ? node.getIndex() : node.getKey();
            path.append('[').append(Objects.toString(at, "")).append(']');
        }
        if (node.getKind() == ElementKind.PROPERTY) {
            path.append(path.isEmpty() ? "" : ".").append(node.getName());
        }
    }

    private static boolean returned(ConstraintViolation<?> violation) {
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }
}
