package dev.atelier.platform.error;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.GrpcErrors;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;

/** Answers every exception of a gRPC call with a status of the catalogue and its details. */
@ApplicationScoped
public class GrpcErrorHandlers implements ExceptionHandlerProvider {
    @Override
    public <ReqT, RespT> ExceptionHandler<ReqT, RespT> createHandler(
            ServerCall.Listener<ReqT> listener, ServerCall<ReqT, RespT> call, Metadata metadata) {
        return new ExceptionHandler<>(listener, call, metadata) {
            @Override
            protected void handleException(
                    Throwable thrown, ServerCall<ReqT, RespT> failed, Metadata ignoredRequestHeaders) {
                close(failed, thrown);
            }
        };
    }

    @Override
    public Throwable transform(Throwable thrown) {
        return render(thrown, "gRPC call");
    }

    /** Ends a call with the rendering of an exception. */
    public static void close(ServerCall<?, ?> call, Throwable thrown) {
        StatusRuntimeException rendered =
                render(thrown, call.getMethodDescriptor().getFullMethodName());
        call.close(rendered.getStatus(), Objects.requireNonNullElseGet(rendered.getTrailers(), Metadata::new));
    }

    private static StatusRuntimeException render(Throwable thrown, String request) {
        AtelierException error = Errors.resolve(thrown);
        Errors.log(error, request);
        return GrpcErrors.toStatusRuntimeException(error, TraceId.current());
    }

    /** Whether a status was made by grpc-java from an exception that nobody rendered. */
    static boolean unrendered(Status status) {
        return status.getCode() == Status.Code.UNKNOWN && status.getCause() != null;
    }
}
