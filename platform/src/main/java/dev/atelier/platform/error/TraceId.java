package dev.atelier.platform.error;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The id under which the log knows a request: the trace id of the W3C {@code traceparent} header when the caller sends
 * one, else a new one. It travels with the request's Vert.x context and is in every log line.
 */
public final class TraceId {
    public static final String HEADER = "traceparent";
    private static final String KEY = "traceId";
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    private TraceId() {}

    /** The current request's id; outside of a request a new one. */
    public static String current() {
        if (!VertxContext.isOnDuplicatedContext()) {
            return random();
        }
        Optional<String> known = ContextLocals.get(KEY);
        return known.orElseGet(() -> begin(null));
    }

    /** The header that passes the current request's id on to another service; empty outside of a request. */
    static Optional<String> traceparent() {
        if (!VertxContext.isOnDuplicatedContext()) {
            return Optional.empty();
        }
        Optional<String> known = ContextLocals.get(KEY);
        return known.map(id -> "00-%s-%s-01".formatted(id, random().substring(16)));
    }

    /** Begins a request with the caller's header; an id that the request has already stays. */
    public static String begin(@Nullable String traceparent) {
        if (!VertxContext.isOnDuplicatedContext()) {
            return parse(traceparent);
        }
        Optional<String> known = ContextLocals.get(KEY);
        return known.orElseGet(() -> {
            String id = parse(traceparent);
            ContextLocals.put(KEY, id);
            MDC.put(KEY, id);
            return id;
        });
    }

    private static String parse(@Nullable String traceparent) {
        if (traceparent != null) {
            Matcher matcher = TRACEPARENT.matcher(traceparent);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return random();
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
