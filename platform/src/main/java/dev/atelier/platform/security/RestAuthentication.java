package dev.atelier.platform.security;

import dev.atelier.platform.error.TraceId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets only authenticated callers into {@code /api/v1}. */
@Singleton
public class RestAuthentication {
    private static final String API = "/api/v1/";

    private final TokenAuthenticator tokens;
    private final CallerContext context;

    @Inject
    public RestAuthentication(TokenAuthenticator tokens, CallerContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    /** Fails, or says when it is done: an event loop does not wait for the provider. */
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Uni<Void> authenticate(ContainerRequestContext request) {
        TraceId.begin(request.getHeaderString(TraceId.HEADER));
        if (request.getUriInfo().getPath().startsWith(API)) {
            String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
            if (Deferred.isNeeded() && tokens.mayBlock(header)) {
                return Uni.createFrom()
                        .emitter(done -> Deferred.run(
                                () -> tokens.authenticateHeader(header),
                                caller -> {
                                    context.set(caller);
                                    done.complete(null);
                                },
                                done::fail));
            }
            context.set(tokens.authenticateHeader(header));
        }
        return Uni.createFrom().voidItem();
    }
}
