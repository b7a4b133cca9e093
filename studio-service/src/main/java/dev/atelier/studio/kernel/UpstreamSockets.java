package dev.atelier.studio.kernel;

import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.kernel.hub.KernelHub;
import dev.atelier.studio.kernel.hub.Upstream;
import dev.atelier.studio.kernel.wire.MalformedFrameException;
import dev.atelier.studio.kernel.wire.WireForm;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Connects hubs to their kernels: one WebSocket each, always under the same session so that the server keeps what it misses. */
@ApplicationScoped
class UpstreamSockets {
    private static final Logger LOG = Logger.getLogger(UpstreamSockets.class);
    private static final String SESSION = "atelier-hub";
    private static final int INVALID_PAYLOAD = 1007;
    private static final long RETRY_MILLIS = 300;
    private static final long CONNECT_MILLIS = 10_000;
    private static final long NUDGE_MILLIS = 500;

    private final Vertx vertx;
    private final WebSocketClient client;

    UpstreamSockets(Vertx vertx, HubConfig config) {
        this.vertx = vertx;
        int limit = (int) config.kernelMessageSize().asLongValue();
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setTcpNoDelay(true)
                .setMaxConnections(10_000)
                .setMaxFrameSize(limit)
                .setMaxMessageSize(limit));
    }

    /**
     * Connects the hub and returns at once.
     *
     * @param lost runs when there is no connection, be it that none could be made or that it ended
     */
    void connect(HubHandle handle, AppConnection app, Runnable lost) {
        handle.connecting();
        handle.run(hub -> client.connect(options(handle.kernelId(), app))
                .onSuccess(socket -> open(handle, hub, socket, lost))
                .onFailure(cause -> {
                    LOG.debugf(cause, "No connection to kernel %s yet", handle.kernelId());
                    closed(handle, lost);
                }));
    }

    private void open(HubHandle handle, KernelHub hub, WebSocket socket, Runnable lost) {
        SocketUpstream upstream = new SocketUpstream(socket);
        Acknowledger acknowledger = new Acknowledger(handle.context(), socket);
        socket.binaryMessageHandler(frame -> {
            acknowledger.received();
            receive(handle, hub, upstream, frame);
        });
        socket.drainHandler(_ -> hub.upstreamDrained());
        socket.exceptionHandler(cause -> LOG.infof("The connection to kernel %s broke: %s", handle.kernelId(), cause));
        long nudges = vertx.setPeriodic(NUDGE_MILLIS, _ -> handle.run(KernelHub::nudge));
        socket.closeHandler(_ -> {
            vertx.cancelTimer(nudges);
            hub.upstreamClosed(upstream);
            closed(handle, lost);
        });
        hub.upstreamOpened(upstream);
    }

    private static void receive(HubHandle handle, KernelHub hub, SocketUpstream upstream, Buffer frame) {
        try {
            hub.fromUpstream(upstream, frame);
        } catch (MalformedFrameException e) {
            LOG.errorf(e, "Kernel %s sent a malformed frame", handle.kernelId());
            upstream.socket().close((short) INVALID_PAYLOAD);
        }
    }

    private void closed(HubHandle handle, Runnable lost) {
        vertx.setTimer(RETRY_MILLIS, _ -> {
            handle.disconnected();
            lost.run();
        });
    }

    private static WebSocketConnectOptions options(String kernelId, AppConnection app) {
        URI uri = app.baseUri().resolve("api/kernels/" + kernelId + "/channels?session_id=" + SESSION);
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(uri.getHost())
                .setPort(uri.getPort() < 0 ? "https".equals(uri.getScheme()) ? 443 : 80 : uri.getPort())
                .setSsl("https".equals(uri.getScheme()))
                .setURI(uri.getRawPath() + "?" + uri.getRawQuery())
                .addSubProtocol(WireForm.V1_SUBPROTOCOL)
                .addHeader("Authorization", "token " + app.secret());
        options.setConnectTimeout(CONNECT_MILLIS);
        options.setTimeout(TimeUnit.SECONDS.toMillis(10));
        return options;
    }

    /**
     * Answers whatever was read in one turn of the event loop with one unsolicited pong, which its peer ignores. The server leaves
     * Nagle's algorithm on, so it sends the next message of a reply only when TCP has acknowledged the one before, which takes 40 ms
     * unless there is something to send.
     */
    private static final class Acknowledger {
        private final Context context;
        private final WebSocket socket;
        private boolean due;

        private Acknowledger(Context context, WebSocket socket) {
            this.context = context;
            this.socket = socket;
        }

        private void received() {
            if (!due) {
                due = true;
                context.runOnContext(_ -> {
                    due = false;
                    if (!socket.isClosed()) {
                        socket.writePong(Buffer.buffer());
                    }
                });
            }
        }
    }

    private record SocketUpstream(WebSocket socket) implements Upstream {
        @Override
        public boolean writable() {
            return !socket.writeQueueFull();
        }

        @Override
        public void write(Buffer frame) {
            socket.writeBinaryMessage(frame);
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
