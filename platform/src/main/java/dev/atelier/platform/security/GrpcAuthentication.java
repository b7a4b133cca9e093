package dev.atelier.platform.security;

import dev.atelier.api.error.AtelierException;
import dev.atelier.platform.error.GrpcErrorHandlers;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Lets only authenticated callers call. Health is open to everybody, because probes have no token; so is nothing else that
 * passes through interceptors.
 */
@GlobalInterceptor
@Singleton
public class GrpcAuthentication implements ServerInterceptor, Prioritized {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String HEALTH = "grpc.health.v1.Health";

    private final TokenAuthenticator tokens;
    private final CallerContext context;

    @Inject
    public GrpcAuthentication(TokenAuthenticator tokens, CallerContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    @Override
    public int getPriority() {
        return 100;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (!HEALTH.equals(call.getMethodDescriptor().getServiceName())) {
            try {
                context.set(tokens.authenticateHeader(headers.get(AUTHORIZATION)));
            } catch (AtelierException e) {
                GrpcErrorHandlers.close(call, e);
                return new ServerCall.Listener<>() {};
            }
        }
        return next.startCall(call, headers);
    }
}
