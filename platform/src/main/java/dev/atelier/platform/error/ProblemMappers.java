package dev.atelier.platform.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.error.Problem;
import dev.atelier.api.page.Page;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every exception of a REST call with {@code application/problem+json}. */
@Singleton
@RegisterForReflection(targets = {Problem.class, FieldViolation.class, Page.class})
public class ProblemMappers {
    /** Before the mappers that Quarkus brings. */
    private static final int FIRST = 1;

    private static final int RETRY_SECONDS = 2;

    private final ObjectMapper json;

    @Inject
    public ProblemMappers(ObjectMapper json) {
        this.json = json;
    }

    /** Named one by one, because Quarkus has mappers of its own for these types, and the nearest type wins. */
    @ServerExceptionMapper(
            value = {
                AtelierException.class,
                JsonProcessingException.class,
                MismatchedInputException.class,
                InvalidDefinitionException.class,
                ValidationException.class,
                ConstraintViolationException.class,
                ResteasyReactiveViolationException.class,
                Throwable.class
            },
            priority = FIRST)
    public Response any(Throwable thrown, ContainerRequestContext request) {
        return render(Errors.resolve(thrown), request).build();
    }

    /** What JAX-RS itself refuses; a redirect or another answer that is no error passes. */
    @ServerExceptionMapper(
            value = {WebApplicationException.class, NotFoundException.class, NotAllowedException.class},
            priority = FIRST)
    public Response web(WebApplicationException thrown, ContainerRequestContext request) {
        Response given = thrown.getResponse();
        if (given.getStatus() < 400) {
            return given;
        }
        Response.ResponseBuilder answer = render(resolve(thrown, request), request);
        String allowed = given.getHeaderString(HttpHeaders.ALLOW);
        return allowed == null
                ? answer.build()
                : answer.header(HttpHeaders.ALLOW, allowed).build();
    }

    private Response.ResponseBuilder render(AtelierException error, ContainerRequestContext request) {
        Errors.log(error, request.getMethod() + " " + request.getUriInfo().getPath());
        Response.ResponseBuilder answer = Response.status(error.code().httpStatus())
                .type(Problem.MEDIA_TYPE)
                .entity(body(Problem.of(error, TraceId.current())));
        return switch (error.code()) {
            case UNAUTHENTICATED -> answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"atelier\"");
            case UNAVAILABLE -> answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            default -> answer;
        };
    }

    private byte[] body(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AtelierException resolve(WebApplicationException thrown, ContainerRequestContext request) {
        Throwable cause = thrown.getCause();
        int status = thrown.getResponse().getStatus();
        String path = request.getUriInfo().getPath();
        if (cause instanceof AtelierException || cause instanceof JsonProcessingException) {
            return Errors.resolve(cause);
        }
        return switch (status) {
            case 401 -> AtelierException.unauthenticated("Send a token: 'Authorization: Bearer <token>'.");
            case 403 -> AtelierException.permissionDenied("You may not do this.");
            case 404 ->
                cause == null
                        ? new AtelierException(ErrorCode.RESOURCE_NOT_FOUND, "There is nothing at " + path + ".")
                        // JAX-RS says 'not found' when a parameter cannot be converted
                        : new AtelierException(
                                ErrorCode.VALIDATION,
                                "A parameter in the path or query of " + path + " cannot be read.");
            case 405 ->
                new AtelierException(
                        ErrorCode.METHOD_NOT_ALLOWED, request.getMethod() + " is not possible at " + path + ".");
            case 406 ->
                new AtelierException(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "The answer is not available as '%s'; ask for application/json."
                                .formatted(request.getHeaderString(HttpHeaders.ACCEPT)));
            case 409 -> AtelierException.conflict("The resource is not in a state that allows this.");
            case 413 -> Errors.tooLarge();
            case 415 ->
                new AtelierException(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "The body's media type '%s' is not supported here."
                                .formatted(request.getHeaderString(HttpHeaders.CONTENT_TYPE)));
            case 429 -> new AtelierException(ErrorCode.RESOURCE_LIMIT_EXCEEDED, "Too many requests; slow down.");
            case 503 -> AtelierException.unavailable("Try again in a moment.", thrown);
            default ->
                status < 500
                        ? new AtelierException(ErrorCode.VALIDATION, "The request cannot be read.")
                        : AtelierException.internal(thrown);
        };
    }
}
