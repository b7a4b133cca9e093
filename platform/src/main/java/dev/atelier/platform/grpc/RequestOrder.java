package dev.atelier.platform.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Hands a call's one request on before the end of the request stream. On the HTTP server's transport the message waits until
 * the service asks for it, the end does not; when a blocking service starts late, Quarkus 3.33 would pass the end on first and
 * the call fails with "Half-closed without a request" (quarkus#48940).
 */
@GlobalInterceptor
@Singleton
public class RequestOrder implements ServerInterceptor, Prioritized {
    /** Outermost: it must see the events as the transport gives them. */
    @Override
    public int getPriority() {
        return 300;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        ServerCall.Listener<ReqT> listener = next.startCall(call, headers);
        return call.getMethodDescriptor().getType().clientSendsOneMessage() ? new MessageFirst<>(listener) : listener;
    }

    /** The transport calls it from one thread at a time. */
    private static final class MessageFirst<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
        private boolean messageCame;
        private @Nullable Runnable end;

        private MessageFirst(ServerCall.Listener<ReqT> delegate) {
            super(delegate);
        }

        @Override
        public void onMessage(ReqT message) {
            messageCame = true;
            super.onMessage(message);
            if (end != null) {
                Runnable held = end;
                end = null;
                held.run();
            }
        }

        @Override
        public void onHalfClose() {
            if (messageCame) {
                super.onHalfClose();
            } else {
                end = super::onHalfClose;
            }
        }
    }
}
