package dev.atelier.platform.body;

import dev.atelier.api.error.AtelierException;
import io.vertx.core.http.HttpMethod;

/** Requests whose bodies may be larger than others, since they are streamed: uploads. A feature that has some makes it a bean. */
public interface LargeBody {
    /**
     * Whether a request is one of them.
     *
     * @param path the normalized path, without a query
     */
    boolean is(HttpMethod method, String path);

    /** The most bytes that such a body may have. */
    long limit();

    /** What a body is refused with that says that it has more. */
    AtelierException tooLarge();
}
