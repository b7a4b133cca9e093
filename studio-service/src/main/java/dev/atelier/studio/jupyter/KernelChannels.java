package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.kernel.HubConfig;
import dev.atelier.studio.kernel.HubHandle;
import dev.atelier.studio.kernel.KernelOperations;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.regex.Matcher;

/** The {@code channels} WebSockets of kernels. */
@ApplicationScoped
class KernelChannels {
    private final KernelOperations kernels;
    private final SocketWatch watch;
    private final RequestWork work;
    private final int messageLimit;

    KernelChannels(KernelOperations kernels, SocketWatch watch, RequestWork work, HubConfig hubs) {
        this.kernels = kernels;
        this.watch = watch;
        this.work = work;
        this.messageLimit = (int) hubs.clientMessageSize().asLongValue();
    }

    /** Connects the client to the hub of its kernel. */
    void open(HttpServerRequest request, JupyterPath path, Access access) {
        Matcher channels = JupyterPlace.CHANNELS_PATH.matcher(path.rest());
        String kernelId = channels.matches() ? channels.group(1) : "";
        String given = request.getParam("session_id");
        String session = given == null || given.isEmpty() ? UUID.randomUUID().toString() : given;
        work.later(
                request,
                () -> hub(path, access, kernelId),
                handle -> request.toWebSocket().onSuccess(socket -> {
                    watch.over(socket, access);
                    ChannelsSocket.attach(socket, session, handle, messageLimit);
                }));
    }

    private HubHandle hub(JupyterPath path, Access access, String kernelId) {
        if (!kernels.get(access.caller(), kernelId).kernel().owner().equals(path.owner())) {
            throw AtelierException.notFound("kernel", kernelId);
        }
        return kernels.channels(access.caller(), kernelId);
    }
}
