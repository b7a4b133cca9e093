package dev.atelier.api.error;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure of the catalogue. Every protocol renders it by its {@link ErrorCode}; the detail is shown to the
 * caller, so it says what to do and holds no secret.
 */
public final class AtelierException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<FieldViolation> violations;

    public AtelierException(ErrorCode code, String detail) {
        this(code, detail, List.of(), null);
    }

    public AtelierException(ErrorCode code, String detail, List<FieldViolation> violations) {
        this(code, detail, violations, null);
    }

    /** The cause is logged for server faults and never shown to the caller. */
    public AtelierException(ErrorCode code, String detail, @Nullable Throwable cause) {
        this(code, detail, List.of(), cause);
    }

    private AtelierException(
            ErrorCode code, String detail, List<FieldViolation> violations, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.violations = List.copyOf(violations);
    }

    /** {@code RESOURCE_NOT_FOUND}: "There is no kernel 'k-1'." */
    public static AtelierException notFound(String kind, String id) {
        return new AtelierException(ErrorCode.RESOURCE_NOT_FOUND, "There is no %s '%s'.".formatted(kind, id));
    }

    /** {@code RESOURCE_ALREADY_EXISTS}: "There is already a domain 'x'." */
    public static AtelierException alreadyExists(String kind, String id) {
        return new AtelierException(
                ErrorCode.RESOURCE_ALREADY_EXISTS, "There is already a %s '%s'.".formatted(kind, id));
    }

    /** {@code VALIDATION} of one field. */
    public static AtelierException invalid(String field, String message) {
        return new AtelierException(
                ErrorCode.VALIDATION, field + ": " + message, List.of(new FieldViolation(field, message)));
    }

    /** {@code VALIDATION} of several fields; the detail names them all. */
    public static AtelierException invalid(List<FieldViolation> violations) {
        return new AtelierException(ErrorCode.VALIDATION, describe(violations), violations);
    }

    public static AtelierException unauthenticated(String detail) {
        return new AtelierException(ErrorCode.UNAUTHENTICATED, detail);
    }

    public static AtelierException permissionDenied(String detail) {
        return new AtelierException(ErrorCode.PERMISSION_DENIED, detail);
    }

    public static AtelierException inUse(String detail) {
        return new AtelierException(ErrorCode.RESOURCE_IN_USE, detail);
    }

    public static AtelierException conflict(String detail) {
        return new AtelierException(ErrorCode.CONFLICT, detail);
    }

    public static AtelierException notReady(String detail) {
        return new AtelierException(ErrorCode.NOT_READY, detail);
    }

    public static AtelierException unavailable(String detail, @Nullable Throwable cause) {
        return new AtelierException(ErrorCode.UNAVAILABLE, detail, cause);
    }

    /** The cause goes to the log; the caller only learns that it was not his fault. */
    public static AtelierException internal(@Nullable Throwable cause) {
        return new AtelierException(
                ErrorCode.INTERNAL, "Something went wrong on our side; the log has it under the trace id.", cause);
    }

    public ErrorCode code() {
        return code;
    }

    /** What the caller reads. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldViolation> violations() {
        return violations;
    }

    private static String describe(List<FieldViolation> violations) {
        return violations.stream()
                .map(violation -> violation.field() + ": " + violation.message())
                .reduce((one, other) -> one + "; " + other)
                .orElse(ErrorCode.VALIDATION.title());
    }
}
