package dev.atelier.platform.error;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Singleton;

/** Begins the trace of a call, and renders what a service hands to {@code StreamObserver.onError} as it is. */
@GlobalInterceptor
@Singleton
public class GrpcErrorInterceptor implements ServerInterceptor, Prioritized {
    static final Metadata.Key<String> TRACEPARENT = Metadata.Key.of(TraceId.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    /** Outside of the authentication, whose refusals have a trace id too. */
    @Override
    public int getPriority() {
        return 200;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        TraceId.begin(headers.get(TRACEPARENT));
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        if (GrpcErrorHandlers.unrendered(status)) {
                            GrpcErrorHandlers.close(delegate(), status.getCause());
                        } else {
                            super.close(status, trailers);
                        }
                    }
                },
                headers);
    }
}
