package dev.atelier.api.error;

import io.grpc.Status;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every way in which Atelier refuses or fails, with its rendering in each protocol.
 *
 * <p>A code is stable: programs may branch on {@link #code()}. The text of an error is for people and may change.
 */
public enum ErrorCode {
    VALIDATION(400, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "The request is not valid"),
    UNAUTHENTICATED(
            401, Status.Code.UNAUTHENTICATED, "UnrecognizedClientException", 400, "No valid credentials were given"),
    PERMISSION_DENIED(403, Status.Code.PERMISSION_DENIED, "AccessDeniedException", 400, "This is not yours to do"),
    RESOURCE_NOT_FOUND(404, Status.Code.NOT_FOUND, "ResourceNotFound", 400, "There is no such resource"),
    RESOURCE_ALREADY_EXISTS(409, Status.Code.ALREADY_EXISTS, "ResourceInUse", 400, "The resource exists already"),
    RESOURCE_IN_USE(409, Status.Code.FAILED_PRECONDITION, "ResourceInUse", 400, "The resource is in use"),
    CONFLICT(409, Status.Code.ABORTED, "ConflictException", 400, "The resource is not in a state that allows this"),
    IDEMPOTENCY_CONFLICT(
            409,
            Status.Code.FAILED_PRECONDITION,
            "ConflictException",
            400,
            "The idempotency key was used for another request"),
    RESOURCE_LIMIT_EXCEEDED(
            429, Status.Code.RESOURCE_EXHAUSTED, "ResourceLimitExceeded", 400, "A limit would be exceeded"),
    PAYLOAD_TOO_LARGE(413, Status.Code.RESOURCE_EXHAUSTED, "ValidationException", 400, "The payload is too large"),
    UNSUPPORTED_MEDIA_TYPE(
            415, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "The media type is not supported"),
    METHOD_NOT_ALLOWED(
            405, Status.Code.UNIMPLEMENTED, "UnknownOperationException", 400, "The resource has no such operation"),
    UNKNOWN_INSTANCE_TYPE(422, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "Unknown instance type"),
    UNKNOWN_IMAGE(422, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "Unknown image"),
    UNKNOWN_KERNEL(422, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "Unknown kernel"),
    UNKNOWN_PRICE(422, Status.Code.FAILED_PRECONDITION, "ValidationException", 400, "No price is known for this"),
    LAUNCH_REFUSED(409, Status.Code.FAILED_PRECONDITION, "ResourceLimitExceeded", 400, "The launch was refused"),
    NOT_READY(409, Status.Code.FAILED_PRECONDITION, "ModelNotReadyException", 429, "The resource is not ready yet"),
    UNAVAILABLE(503, Status.Code.UNAVAILABLE, "ServiceUnavailable", 503, "A part that is needed is away; retry"),
    DEADLINE_EXCEEDED(504, Status.Code.DEADLINE_EXCEEDED, "ServiceUnavailable", 503, "It took longer than allowed"),
    MODEL_ERROR(424, Status.Code.UNKNOWN, "ModelError", 424, "The model could not answer"),
    INTERNAL(500, Status.Code.INTERNAL, "InternalFailure", 500, "An error on our side"),
    DATASET_NOT_CSV(422, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "The data set is not CSV"),
    DATASET_TOO_FEW_ROWS(422, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "The data set is too small"),
    DATASET_INVALID(422, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "The data set is not usable"),
    TARGET_NOT_FOUND(422, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "There is no such target column"),
    TARGET_INVALID(422, Status.Code.INVALID_ARGUMENT, "ValidationException", 400, "The target column is not usable");

    private static final Map<String, ErrorCode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::code, Function.identity()));

    private final String code;
    private final int httpStatus;
    private final Status.Code grpcCode;
    private final String awsType;
    private final int awsStatus;
    private final String title;

    ErrorCode(int httpStatus, Status.Code grpcCode, String awsType, int awsStatus, String title) {
        this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.httpStatus = httpStatus;
        this.grpcCode = grpcCode;
        this.awsType = awsType;
        this.awsStatus = awsStatus;
        this.title = title;
    }

    /** The code with this stable name, for example {@code resource-not-found}. */
    public static Optional<ErrorCode> find(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** The stable name that programs may rely on, for example {@code resource-not-found}. */
    public String code() {
        return code;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public Status.Code grpcCode() {
        return grpcCode;
    }

    /** The {@code __type} of the AWS JSON protocol. */
    public String awsType() {
        return awsType;
    }

    /** The HTTP status of the AWS JSON protocol, which is 400 for most of what a caller can do wrong. */
    public int awsStatus() {
        return awsStatus;
    }

    /** A short sentence which is the same for every occurrence. */
    public String title() {
        return title;
    }

    /** True when the fault lies with Atelier or with what it stands on, not with the request. */
    public boolean serverFault() {
        return httpStatus >= 500;
    }
}
