package dev.atelier.platform.body;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Puts the bounds of {@link BodyLimit} around what JAX-RS reads. */
@Singleton
public class BodyFilter {
    /** Filters are made at build time, when there is no configuration yet. */
    private final Provider<BodyLimit> limit;

    @Inject
    public BodyFilter(Provider<BodyLimit> limit) {
        this.limit = limit;
    }

    @ServerRequestFilter
    public void bound(ContainerRequestContext request, RoutingContext context) {
        if (request.hasEntity()) {
            request.setEntityStream(limit.get().bounded(request.getEntityStream(), context));
        }
    }
}
