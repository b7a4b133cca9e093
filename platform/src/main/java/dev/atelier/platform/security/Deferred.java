package dev.atelier.platform.security;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes work that may block away from an event loop, and its outcome back to the same context. */
final class Deferred {
    private Deferred() {}

    /** Whether this thread must not block. */
    static boolean isNeeded() {
        return Context.isOnEventLoopThread();
    }

    static <T> void run(Supplier<T> work, Consumer<T> then, Consumer<RuntimeException> failed) {
        Context context = Vertx.currentContext();
        if (!VertxContext.isDuplicatedContext(context)) {
            throw new IllegalStateException("not in a request's own context");
        }
        Thread.ofVirtual().name("authentication").start(() -> {
            try {
                T result = work.get();
                context.runOnContext(_ -> then.accept(result));
            } catch (RuntimeException e) {
                context.runOnContext(_ -> failed.accept(e));
            }
        });
    }
}
