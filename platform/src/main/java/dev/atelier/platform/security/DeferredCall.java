package dev.atelier.platform.security;

import io.grpc.ServerCall;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps what happens to a call until it is known whether it may go on. All of it happens on the call's own event loop. */
final class DeferredCall<T> extends ServerCall.Listener<T> {
    private final Queue<Consumer<ServerCall.Listener<T>>> kept = new ArrayDeque<>();
    private ServerCall.@Nullable Listener<T> listener;

    /** The call goes on: the listener gets what was kept. */
    void goOn(ServerCall.Listener<T> started) {
        while (!kept.isEmpty()) {
            kept.remove().accept(started);
        }
        listener = started;
    }

    private void pass(Consumer<ServerCall.Listener<T>> event) {
        if (listener == null) {
            kept.add(event);
        } else {
            event.accept(listener);
        }
    }

    @Override
    public void onMessage(T message) {
        pass(next -> next.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        pass(ServerCall.Listener::onHalfClose);
    }

    @Override
    public void onCancel() {
        pass(ServerCall.Listener::onCancel);
    }

    @Override
    public void onComplete() {
        pass(ServerCall.Listener::onComplete);
    }

    @Override
    public void onReady() {
        pass(ServerCall.Listener::onReady);
    }
}
