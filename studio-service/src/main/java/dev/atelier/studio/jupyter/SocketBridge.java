package dev.atelier.studio.jupyter;

import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;

/** Joins two WebSockets. A side that does not take more stops the other side from being read. */
final class SocketBridge {
    private static final short GOING_AWAY = 1001;

    private SocketBridge() {}

    static void join(WebSocketBase client, WebSocketBase upstream) {
        pump(client, upstream);
        pump(upstream, client);
        client.resume();
        upstream.resume();
    }

    private static void pump(WebSocketBase from, WebSocketBase to) {
        from.frameHandler(frame -> {
            if (isData(frame) && !to.isClosed()) {
                to.writeFrame(frame);
                if (to.writeQueueFull()) {
                    from.pause();
                    to.drainHandler(_ -> from.resume());
                }
            }
        });
        from.exceptionHandler(_ -> {});
        from.closeHandler(_ -> {
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
