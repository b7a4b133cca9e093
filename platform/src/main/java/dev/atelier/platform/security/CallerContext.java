package dev.atelier.platform.security;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The caller of the request that is being served, in REST resources and gRPC services, on event loops, worker and virtual
 * threads alike: it travels with the request's own Vert.x context.
 */
@Singleton
public class CallerContext {
    private static final String KEY = CallerContext.class.getName();

    /** Who calls; {@code UNAUTHENTICATED} outside of an authenticated request. */
    public Caller caller() {
        return find().orElseThrow(() -> AtelierException.unauthenticated("This needs an authenticated caller."));
    }

    public Optional<Caller> find() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(KEY) : Optional.empty();
    }

    /** Only for those who authenticate a request themselves, such as a WebSocket upgrade. */
    public void set(Caller caller) {
        ContextLocals.put(KEY, caller);
    }
}
