package dev.atelier.billing.report.grpc;

import dev.atelier.billing.report.TokenEnd;
import dev.atelier.billing.v1.CostServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps in a watching call's context when the token ends that it came with. */
@GlobalInterceptor
@Singleton
class WatchEnd implements ServerInterceptor {
    private static final String KEY = WatchEnd.class.getName();
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (call.getMethodDescriptor()
                        .getFullMethodName()
                        .equals(CostServiceGrpc.getWatchMetersMethod().getFullMethodName())
                && VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(KEY, Optional.ofNullable(TokenEnd.of(headers.get(AUTHORIZATION))));
        }
        return next.startCall(call, headers);
    }

    /** Of the current call; null for never. */
    static @Nullable Instant current() {
        return ContextLocals.<Optional<Instant>>get(KEY).flatMap(end -> end).orElse(null);
    }
}
