package dev.atelier.api.page;

import dev.atelier.api.error.AtelierException;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param pageSize how many items at most, 1 to 100
 * @param after the key of the last item of the page before; null for the first page
 */
public record PageRequest(int pageSize, @Nullable String after) {
    public static final int DEFAULT_SIZE = 50;
    public static final int MAX_SIZE = 100;

    public PageRequest {
        if (pageSize < 1 || pageSize > MAX_SIZE) {
            throw AtelierException.invalid("pageSize", "must be between 1 and " + MAX_SIZE);
        }
    }

    /**
     * Reads what a caller gave. An absent size is 50, an absent or empty token is the first page; a size out of range or
     * a token that Atelier did not make is {@code VALIDATION}.
     */
    public static PageRequest of(@Nullable Integer pageSize, @Nullable String pageToken) {
        return new PageRequest(
                pageSize == null ? DEFAULT_SIZE : pageSize,
                pageToken == null || pageToken.isEmpty() ? null : PageToken.decode(pageToken));
    }

    /** The same for gRPC, where 0 and "" are how a field is absent. */
    public static PageRequest ofProto(int pageSize, String pageToken) {
        return of(pageSize == 0 ? null : pageSize, pageToken);
    }

    public static PageRequest first() {
        return new PageRequest(DEFAULT_SIZE, null);
    }

    /** How many items to fetch so that {@link Page#of} can tell whether there are more: one more than the page. */
    public int limit() {
        return pageSize + 1;
    }
}
