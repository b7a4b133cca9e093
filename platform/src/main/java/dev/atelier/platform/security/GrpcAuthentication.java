package dev.atelier.platform.security;

import dev.atelier.api.error.AtelierException;
import dev.atelier.platform.error.GrpcErrorHandlers;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext;
import io.quarkus.arc.ManagedContext;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

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
        if (HEALTH.equals(call.getMethodDescriptor().getServiceName())) {
            return next.startCall(call, headers);
        }
        String header = headers.get(AUTHORIZATION);
        if (Deferred.isNeeded() && tokens.mayBlock(header)) {
            return later(call, headers, header, next);
        }
        try {
            context.set(tokens.authenticateHeader(header));
        } catch (AtelierException e) {
            GrpcErrorHandlers.close(call, e);
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }

    /** What comes after this is started in the request context that is active now. */
    private <ReqT, RespT> ServerCall.Listener<ReqT> later(
            ServerCall<ReqT, RespT> call,
            Metadata headers,
            @Nullable String header,
            ServerCallHandler<ReqT, RespT> next) {
        DeferredCall<ReqT> deferred = new DeferredCall<>();
        ManagedContext requests = Arc.container().requestContext();
        InjectableContext.ContextState state = requests.isActive() ? requests.getState() : null;
        Deferred.run(
                () -> tokens.authenticateHeader(header),
                caller -> {
                    context.set(caller);
                    requests.activate(state);
                    try {
                        deferred.goOn(next.startCall(call, headers));
                    } finally {
                        requests.deactivate();
                    }
                },
                refused -> GrpcErrorHandlers.close(call, refused));
        return deferred;
    }
}
