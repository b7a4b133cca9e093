package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.kernel.HubConfig;
import dev.atelier.studio.kernel.HubHandle;
import dev.atelier.studio.kernel.KernelOperations;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import org.jboss.logging.Logger;

/** The {@code channels} WebSockets of kernels. */
@ApplicationScoped
class KernelChannels {
    private static final Logger LOG = Logger.getLogger(KernelChannels.class);
    /** How soon a connection notices that the capability has ended which opened it. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final short POLICY_VIOLATION = 1008;

    private final KernelOperations kernels;
    private final JupyterAuthenticator authenticator;
    private final RequestWork work;
    private final Vertx vertx;
    private final int messageLimit;

    KernelChannels(
            KernelOperations kernels,
            JupyterAuthenticator authenticator,
            RequestWork work,
            Vertx vertx,
            HubConfig hubs) {
        this.kernels = kernels;
        this.authenticator = authenticator;
        this.work = work;
        this.vertx = vertx;
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
                    Runnable closed = access.source() == Access.Source.PATH ? endWith(access, socket) : () -> {};
                    ChannelsSocket.attach(socket, session, handle, messageLimit, closed);
                }));
    }

    private HubHandle hub(JupyterPath path, Access access, String kernelId) {
        if (!kernels.get(access.caller(), kernelId).kernel().owner().equals(path.owner())) {
            throw AtelierException.notFound("kernel", kernelId);
        }
        return kernels.channels(access.caller(), kernelId);
    }

    /** Closes the socket once the capability has ended; the answer stops looking. */
    private Runnable endWith(Access access, ServerWebSocket socket) {
        long timer = vertx.setPeriodic(
                LOOK.toMillis(),
                _ -> Thread.ofVirtual().start(() -> {
                    try {
                        if (!authenticator.holds(access)) {
                            socket.close(POLICY_VIOLATION, "The capability URL has ended.");
                        }
                    } catch (RuntimeException e) {
                        LOG.debugf("Whether a capability holds is not known: %s", e.getMessage());
                    }
                }));
        return () -> vertx.cancelTimer(timer);
    }
}
