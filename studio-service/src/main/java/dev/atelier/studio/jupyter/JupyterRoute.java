package dev.atelier.studio.jupyter;

import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * One operation of Jupyter's REST API that is answered here.
 *
 * @param template the path after the owner's base, with {@code {places}}
 */
record JupyterRoute(HttpMethod method, String template, Handler handler) {
    /** Answers a request whose path has the template's form. */
    @FunctionalInterface
    interface Handler {
        JupyterAnswer answer(JupyterRequest request);
    }

    boolean matches(List<String> parts) {
        List<String> expected = List.of(template.split("/"));
        if (expected.size() != parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            boolean place = expected.get(i).startsWith("{") && !parts.get(i).isEmpty();
            if (!place && !expected.get(i).equals(parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Method and template. */
    @Override
    public String toString() {
        return method + " " + template;
    }
}
