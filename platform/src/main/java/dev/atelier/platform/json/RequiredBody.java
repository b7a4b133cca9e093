package dev.atelier.platform.json;

import dev.atelier.api.error.AtelierException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request whose body is one of Atelier's records needs it: no resource has to think of {@code null}. */
@Provider
public class RequiredBody implements ReaderInterceptor {
    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        if (body == null && context.getType().isRecord()) {
            throw AtelierException.invalid("body", "is missing: send a JSON object");
        }
        return body;
    }
}
