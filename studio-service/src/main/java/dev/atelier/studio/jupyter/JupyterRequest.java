package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.tenancy.Owner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request to Jupyter's REST API.
 *
 * @param owner whose surface it is
 * @param parts of the path after the owner's base, still encoded
 */
record JupyterRequest(Caller caller, Owner owner, List<String> parts, Buffer body) {
    /** What the path names: a kernel, a session, a kernel spec. */
    String id() {
        String part = parts.get(2);
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return part;
        }
    }

    /** The body, {@code {}} without one; anything else than an object is refused. */
    JsonObject json() {
        if (body.length() == 0) {
            return new JsonObject();
        }
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException _) {
            throw AtelierException.invalid("body", "must be a JSON object");
        }
    }
}
