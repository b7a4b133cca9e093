package dev.atelier.api.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as REST answers it: {@code application/problem+json} of RFC 9457 with Atelier's members.
 *
 * @param type a URI reference which names the kind of error, {@code https://atelier.dev/errors/<code>}
 * @param title a short sentence, the same for every occurrence of the code
 * @param status the HTTP status
 * @param detail what happened this time and what to do
 * @param code the stable code of {@link ErrorCode#code()}
 * @param errors what is wrong field by field; empty when no field is to blame
 * @param traceId the id under which the log knows this request
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        List<FieldViolation> errors,
        @Nullable String traceId) {
    /** The media type of RFC 9457. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "https://atelier.dev/errors/";

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(AtelierException error, @Nullable String traceId) {
        ErrorCode code = error.code();
        return new Problem(
                TYPE_PREFIX + code.code(),
                code.title(),
                code.httpStatus(),
                error.detail(),
                code.code(),
                error.violations(),
                traceId);
    }

    /** The way back, for clients: an unknown code becomes {@code INTERNAL}. */
    public AtelierException toException() {
        return new AtelierException(ErrorCode.find(code).orElse(ErrorCode.INTERNAL), detail, errors);
    }
}
