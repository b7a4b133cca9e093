package dev.atelier.studio.jupyter;

import dev.atelier.studio.terminal.AppTerminals;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import java.util.concurrent.atomic.AtomicBoolean;

/** Joins two WebSockets. A side that does not take more stops the other side from being read. */
final class SocketBridge {
    private static final short GOING_AWAY = 1001;

    private SocketBridge() {}

    /** @param visit is told of what passes, and of the end */
    static void join(WebSocketBase client, WebSocketBase upstream, AppTerminals.Visit visit) {
        AtomicBoolean ended = new AtomicBoolean();
        Runnable end = () -> {
            if (ended.compareAndSet(false, true)) {
                visit.ended();
            }
        };
        pump(client, upstream, visit, end);
        pump(upstream, client, visit, end);
        client.resume();
        upstream.resume();
    }

    private static void pump(WebSocketBase from, WebSocketBase to, AppTerminals.Visit visit, Runnable end) {
        from.frameHandler(frame -> {
            if (isData(frame) && !to.isClosed()) {
                visit.active();
                to.writeFrame(frame);
                if (to.writeQueueFull()) {
                    from.pause();
                    to.drainHandler(_ -> from.resume());
                }
            }
        });
        from.exceptionHandler(_ -> {});
        from.closeHandler(_ -> {
            end.run();
            if (!to.isClosed()) {
                Short code = from.closeStatusCode();
                to.close(code == null || code == 1005 || code == 1006 ? GOING_AWAY : code);
            }
        });
    }

    private static boolean isData(WebSocketFrame frame) {
        return frame.isText() || frame.isBinary() || frame.isContinuation();
    }
}
