package dev.atelier.api.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Errors of the catalogue as {@code google.rpc.Status} with {@code ErrorInfo} and {@code BadRequest}, and back. */
public final class GrpcErrors {
    /** The domain of every {@code ErrorInfo}; its reason is the stable code. */
    public static final String DOMAIN = "atelier.dev";

    /** The key in the {@code ErrorInfo} metadata under which the trace id is given. */
    public static final String TRACE_ID = "traceId";

    private GrpcErrors() {}

    public static Status toStatus(AtelierException error) {
        return toStatus(error, null);
    }

    public static Status toStatus(AtelierException error, @Nullable String traceId) {
        ErrorInfo.Builder info =
                ErrorInfo.newBuilder().setReason(error.code().code()).setDomain(DOMAIN);
        if (traceId != null) {
            info.putMetadata(TRACE_ID, traceId);
        }
        Status.Builder status = Status.newBuilder()
                .setCode(error.code().grpcCode().value())
                .setMessage(error.detail())
                .addDetails(Any.pack(info.build()));
        if (!error.violations().isEmpty()) {
            BadRequest.Builder violations = BadRequest.newBuilder();
            error.violations()
                    .forEach(violation -> violations
                            .addFieldViolationsBuilder()
                            .setField(violation.field())
                            .setDescription(violation.message()));
            status.addDetails(Any.pack(violations.build()));
        }
        return status.build();
    }

    /** The status as grpc-java sends it, details in the trailers. */
    public static StatusRuntimeException toStatusRuntimeException(AtelierException error, @Nullable String traceId) {
        return StatusProto.toStatusRuntimeException(toStatus(error, traceId));
    }

    /**
     * What an exception means to a caller: one of the catalogue as it is, a gRPC status (of another service) by its
     * details or its code, anything else {@code INTERNAL} with the exception as cause.
     */
    public static AtelierException toAtelier(Throwable thrown) {
        return switch (thrown) {
            case AtelierException error -> error;
            case StatusRuntimeException status -> fromStatus(StatusProto.fromThrowable(status), status);
            case StatusException status -> fromStatus(StatusProto.fromThrowable(status), status);
            default -> AtelierException.internal(thrown);
        };
    }

    private static AtelierException fromStatus(@Nullable Status status, Throwable cause) {
        if (status == null) {
            return AtelierException.internal(cause);
        }
        List<FieldViolation> violations = detail(status, BadRequest.class)
                .map(bad -> bad.getFieldViolationsList().stream()
                        .map(violation -> new FieldViolation(violation.getField(), violation.getDescription()))
                        .toList())
                .orElse(List.of());
        Optional<ErrorCode> stated = detail(status, ErrorInfo.class)
                .filter(info -> info.getDomain().equals(DOMAIN))
                .flatMap(info -> ErrorCode.find(info.getReason()));
        ErrorCode code = stated.orElseGet(() -> byGrpcCode(io.grpc.Status.fromCodeValue(status.getCode())));
        String text = status.getMessage().isBlank() ? code.title() + "." : status.getMessage();
        return violations.isEmpty()
                ? new AtelierException(code, text, cause)
                : new AtelierException(code, text, violations);
    }

    private static ErrorCode byGrpcCode(io.grpc.Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> ErrorCode.VALIDATION;
            case UNAUTHENTICATED -> ErrorCode.UNAUTHENTICATED;
            case PERMISSION_DENIED -> ErrorCode.PERMISSION_DENIED;
            case NOT_FOUND -> ErrorCode.RESOURCE_NOT_FOUND;
            case ALREADY_EXISTS -> ErrorCode.RESOURCE_ALREADY_EXISTS;
            case RESOURCE_EXHAUSTED -> ErrorCode.RESOURCE_LIMIT_EXCEEDED;
            case FAILED_PRECONDITION, ABORTED -> ErrorCode.CONFLICT;
            case UNIMPLEMENTED -> ErrorCode.METHOD_NOT_ALLOWED;
            case UNAVAILABLE, CANCELLED -> ErrorCode.UNAVAILABLE;
            case DEADLINE_EXCEEDED -> ErrorCode.DEADLINE_EXCEEDED;
            case OK, UNKNOWN, INTERNAL, DATA_LOSS -> ErrorCode.INTERNAL;
        };
    }

    private static <T extends Message> Optional<T> detail(Status status, Class<T> type) {
        for (Any any : status.getDetailsList()) {
            if (any.is(type)) {
                try {
                    return Optional.of(any.unpack(type));
                } catch (InvalidProtocolBufferException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
