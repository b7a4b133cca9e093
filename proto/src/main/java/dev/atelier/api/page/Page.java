package dev.atelier.api.page;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as REST answers it.
 *
 * @param items in the list's stable order
 * @param nextPageToken what to ask the next page with; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextPageToken) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page from a list that was fetched with {@link PageRequest#limit()}.
     *
     * @param key the value of an item by which the list is ordered; it comes back as {@link PageRequest#after()}
     */
    public static <T> Page<T> of(List<T> fetchedOneMore, PageRequest request, Function<T, String> key) {
        if (fetchedOneMore.size() <= request.pageSize()) {
            return new Page<>(fetchedOneMore, null);
        }
        List<T> items = fetchedOneMore.subList(0, request.pageSize());
        return new Page<>(items, PageToken.encode(key.apply(items.getLast())));
    }

    /** The same page with every item rendered. */
    public <R> Page<R> map(Function<? super T, ? extends R> render) {
        return new Page<>(items.stream().<R>map(render).toList(), nextPageToken);
    }

    /** The next page's token as gRPC gives it: "" on the last page. */
    public String nextPageTokenOrEmpty() {
        return nextPageToken == null ? "" : nextPageToken;
    }
}
