package dev.atelier.studio.jupyter;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What requests to the Lab's contents API do to the files in the home directory. */
final class LabFiles {
    private static final String CONTENTS = "api/contents";

    private LabFiles() {}

    /** The file or directory to which a request adds something: a save, an upload, a copy, a checkpoint. */
    static Optional<String> written(HttpMethod method, String rest) {
        boolean adds = method.equals(HttpMethod.PUT) || method.equals(HttpMethod.POST);
        if (!adds || !(rest.equals(CONTENTS) || rest.startsWith(CONTENTS + "/"))) {
            return Optional.empty();
        }
        String path = rest.substring(CONTENTS.length()).replaceFirst("^/+", "");
        try {
            return Optional.of(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** How long the request's body says it is; 0 when it does not. */
    static long length(HttpServerRequest request) {
        try {
            return Math.max(0, Long.parseLong(request.getHeader("Content-Length")));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
