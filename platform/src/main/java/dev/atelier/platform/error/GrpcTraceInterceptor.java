package dev.atelier.platform.error;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Singleton;

/** Passes the trace of the current request on, so that one id finds it in the log of every service. */
@GlobalInterceptor
@Singleton
public class GrpcTraceInterceptor implements ClientInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
            MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<RespT> listener, Metadata headers) {
                TraceId.traceparent().ifPresent(parent -> headers.put(GrpcErrorInterceptor.TRACEPARENT, parent));
                super.start(listener, headers);
            }
        };
    }
}
