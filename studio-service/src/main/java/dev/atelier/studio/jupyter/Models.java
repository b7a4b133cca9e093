package dev.atelier.studio.jupyter;

import dev.atelier.studio.image.ImageReference;
import dev.atelier.studio.kernel.KernelSession;
import dev.atelier.studio.kernel.KernelView;
import dev.atelier.studio.kernel.SessionView;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Kernels and sessions in the shape of Jupyter's REST API. */
final class Models {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Models() {}

    static JsonObject kernel(KernelView view) {
        JsonObject model = new JsonObject()
                .put("id", view.kernel().kernelId())
                .put(
                        "name",
                        new SpecName(
                                        view.kernel().kernelName(),
                                        ImageReference.parse(view.kernel().image())
                                                .imageName(),
                                        view.kernel().instanceType())
                                .toString())
                .put("last_activity", time(view.lastActivity()))
                .put("execution_state", view.state().wireName())
                .put("connections", view.connections());
        if (!view.kernel().deathReason().isEmpty()) {
            model.put("reason", view.kernel().deathReason());
        }
        return model;
    }

    static JsonObject session(SessionView view) {
        KernelSession session = view.session();
        JsonObject model = new JsonObject()
                .put("id", session.sessionId())
                .put("path", session.path())
                .put("name", session.name())
                .put("type", session.type())
                .put("kernel", kernel(view.kernel()));
        if (session.type().equals("notebook")) {
            model.put("notebook", new JsonObject().put("path", session.path()).put("name", session.name()));
        }
        return model;
    }

    /** Clients take a fraction of one to six digits. */
    static String time(Instant instant) {
        return MICROS.format(instant);
    }
}
