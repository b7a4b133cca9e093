package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.ExecutionState;
import dev.atelier.studio.kernel.wire.Channel;
import dev.atelier.studio.kernel.wire.KernelMessage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The messages that the hub itself writes. They bear the kernel's session: JupyterLab drops what is queued when that changes. */
final class HubMessages {
    private static final String OWN_PREFIX = "atelier-";

    private final Clock clock;
    private String kernelSession = "atelier";

    HubMessages(Clock clock) {
        this.clock = clock;
    }

    void kernelSession(String session) {
        if (!session.isEmpty()) {
            kernelSession = session;
        }
    }

    /** Whether a message id is one of a request of the hub itself. */
    static boolean isOwn(String id) {
        return id.startsWith(OWN_PREFIX);
    }

    KernelMessage kernelInfoRequest() {
        return KernelMessage.of(Channel.SHELL, header("kernel_info_request"), null, new JsonObject());
    }

    KernelMessage status(ExecutionState state) {
        return KernelMessage.of(
                Channel.IOPUB, header("status"), null, new JsonObject().put("execution_state", state.wireName()));
    }

    KernelMessage idle(KernelMessage request) {
        return KernelMessage.of(
                Channel.IOPUB, header("status"), request, new JsonObject().put("execution_state", "idle"));
    }

    KernelMessage error(KernelMessage request, String name, String value) {
        return KernelMessage.of(
                Channel.IOPUB,
                header("error"),
                request,
                new JsonObject()
                        .put("ename", name)
                        .put("evalue", value)
                        .put("traceback", new JsonArray().add("\u001b[31m" + name + "\u001b[0m: " + value)));
    }

    KernelMessage errorReply(KernelMessage request, String name, String value) {
        return KernelMessage.of(
                Channel.SHELL,
                header("execute_reply"),
                request,
                new JsonObject()
                        .put("status", "error")
                        .put("ename", name)
                        .put("evalue", value)
                        .put("traceback", new JsonArray()));
    }

    KernelMessage abortedReply(KernelMessage request) {
        return KernelMessage.of(
                Channel.SHELL, header("execute_reply"), request, new JsonObject().put("status", "aborted"));
    }

    /** A line among the output of whatever the sibling belongs to. */
    KernelMessage notice(KernelMessage sibling, String text) {
        return KernelMessage.beside(
                sibling,
                header("stream"),
                new JsonObject().put("name", "stderr").put("text", "[Atelier] " + text + "\n"));
    }

    private JsonObject header(String type) {
        return new JsonObject()
                .put("msg_id", OWN_PREFIX + UUID.randomUUID())
                .put("msg_type", type)
                .put("username", "atelier")
                .put("session", kernelSession)
                .put("date", clock.instant().truncatedTo(ChronoUnit.MICROS).toString())
                .put("version", "5.3");
    }
}
