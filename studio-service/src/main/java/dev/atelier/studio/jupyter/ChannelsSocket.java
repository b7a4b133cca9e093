package dev.atelier.studio.jupyter;

import dev.atelier.studio.kernel.HubHandle;
import dev.atelier.studio.kernel.hub.Peer;
import dev.atelier.studio.kernel.wire.Frame;
import dev.atelier.studio.kernel.wire.WireForm;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;

/** A client's {@code channels} WebSocket, attached to the hub of its kernel. */
final class ChannelsSocket implements Peer {
    private static final int TOO_BIG = 1009;

    private final ServerWebSocket socket;
    private final String sessionId;
    private final WireForm form;
    private final int limit;

    private ChannelsSocket(ServerWebSocket socket, String sessionId, int limit) {
        this.socket = socket;
        this.sessionId = sessionId;
        this.limit = limit;
        this.form = WireForm.V1_SUBPROTOCOL.equals(socket.subProtocol()) ? WireForm.V1 : WireForm.LEGACY;
    }

    /**
     * Attaches the socket; runs on the socket's event loop, before anything is read from it.
     *
     * @param limit bytes of a message; a bigger one ends the connection and reaches nobody
     */
    static void attach(ServerWebSocket socket, String sessionId, HubHandle handle, int limit) {
        ChannelsSocket peer = new ChannelsSocket(socket, sessionId, limit);
        socket.binaryMessageHandler(payload -> peer.received(handle, Frame.binary(payload)));
        socket.textMessageHandler(text -> peer.received(handle, Frame.text(Buffer.buffer(text))));
        socket.pongHandler(payload -> {
            if (payload.length() == Long.BYTES) {
                long position = payload.getLong(0);
                handle.run(hub -> hub.acknowledged(peer, position));
            }
        });
        socket.drainHandler(_ -> handle.run(hub -> hub.drained(peer)));
        socket.closeHandler(_ -> handle.run(hub -> hub.detach(peer)));
        socket.exceptionHandler(_ -> {});
        handle.run(hub -> hub.attach(peer));
    }

    private void received(HubHandle handle, Frame frame) {
        if (frame.payload().length() > limit) {
            close(TOO_BIG, "a message may have at most " + limit + " bytes");
        } else {
            handle.run(hub -> hub.fromClient(this, frame));
        }
    }

    @Override
    public String sessionId() {
        return sessionId;
    }

    @Override
    public WireForm form() {
        return form;
    }

    @Override
    public boolean writable() {
        return !socket.writeQueueFull();
    }

    @Override
    public void write(Frame frame) {
        if (socket.isClosed()) {
            return;
        }
        if (frame.text()) {
            socket.writeTextMessage(frame.payload().toString(StandardCharsets.UTF_8));
        } else {
            socket.writeBinaryMessage(frame.payload());
        }
    }

    @Override
    public void ping(long position) {
        if (!socket.isClosed()) {
            socket.writePing(Buffer.buffer().appendLong(position));
        }
    }

    @Override
    public void holdReading(boolean hold) {
        if (hold) {
            socket.pause();
        } else {
            socket.resume();
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!socket.isClosed()) {
            byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
            String fitting = bytes.length <= 120 ? reason : new String(bytes, 0, 100, StandardCharsets.US_ASCII);
            socket.close((short) code, fitting);
        }
    }
}
