package dev.atelier.studio.jupyter;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonArray;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Joins two WebSockets. A side that does not take more stops the other side from being read. */
final class SocketBridge {
    private static final Logger LOG = Logger.getLogger(SocketBridge.class);
    private static final short GOING_AWAY = 1001;

    private SocketBridge() {}

    /** @param traffic is told of what passes, and of the end */
    static void join(WebSocketBase client, WebSocketBase upstream, LabSockets.Traffic traffic) {
        AtomicBoolean ended = new AtomicBoolean();
        Runnable end = () -> {
            if (ended.compareAndSet(false, true)) {
                traffic.ended();
            }
        };
        pump(client, upstream, traffic);
        pump(upstream, client, traffic);
        client.closeHandler(_ -> {
            end.run();
            close(upstream, client.closeStatusCode());
        });
        Context context = Vertx.currentContext();
        upstream.closeHandler(_ -> {
            end.run();
            if (!client.isClosed()) {
                Thread.ofVirtual().name("terminal-end").start(() -> farewell(context, client, upstream, traffic));
            }
        });
        client.resume();
        upstream.resume();
    }

    private static void pump(WebSocketBase from, WebSocketBase to, LabSockets.Traffic traffic) {
        from.frameHandler(frame -> {
            if (isData(frame) && !to.isClosed()) {
                traffic.active();
                to.writeFrame(frame);
                if (to.writeQueueFull()) {
                    from.pause();
                    to.drainHandler(_ -> from.resume());
                }
            }
        });
        from.exceptionHandler(_ -> {});
    }

    /** Shows the client why, as a terminal's last output, before its connection is closed. */
    private static void farewell(
            Context context, WebSocketBase client, WebSocketBase upstream, LabSockets.Traffic traffic) {
        Optional<String> words = Optional.empty();
        try {
            words = traffic.lastWords();
        } catch (RuntimeException e) {
            LOG.debugf("Why a connection ended is not known: %s", e.getMessage());
        }
        String shown = words.map(text -> new JsonArray()
                        .add("stdout")
                        .add("\r\n\u001b[1m" + text + "\u001b[0m\r\n")
                        .encode())
                .orElse("");
        context.runOnContext(_ -> {
            if (!shown.isEmpty() && !client.isClosed()) {
                client.writeTextMessage(shown);
            }
            close(client, upstream.closeStatusCode());
        });
    }

    private static void close(WebSocketBase socket, @Nullable Short code) {
        if (!socket.isClosed()) {
            socket.close(code == null || code == 1005 || code == 1006 ? GOING_AWAY : code);
        }
    }

    private static boolean isData(WebSocketFrame frame) {
        return frame.isText() || frame.isBinary() || frame.isContinuation();
    }
}
