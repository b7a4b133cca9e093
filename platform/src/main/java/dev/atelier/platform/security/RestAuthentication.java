package dev.atelier.platform.security;

import dev.atelier.platform.error.TraceId;
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

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public void authenticate(ContainerRequestContext request) {
        TraceId.begin(request.getHeaderString(TraceId.HEADER));
        if (request.getUriInfo().getPath().startsWith(API)) {
            context.set(tokens.authenticateHeader(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
        }
    }
}
