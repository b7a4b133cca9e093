package dev.atelier.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Speaks HTTP/2 by the frame (RFC 9113, 7541), since no client library lets one choose when a stream is reset. */
class AbandonedStreamsTest {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    private static final int CANCEL = 8;

    /** The field {@code :status: 200} of HPACK's static table. */
    private static final int STATUS_200 = 0x88;

    private static final int PATIENCE_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch resetIsHere = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void answerToAStreamThatWasResetLeavesTheConnectionToTheOthers() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
            out.write(frame(SETTINGS, 0, 0, new byte[0]));
            out.write(get(1, "/slow"));
            await(asked);

            out.write(reset(1));
            await(written);
            out.write(get(3, "/again"));

            assertThat(statusOf(3, new DataInputStream(socket.getInputStream())))
                    .isEqualTo(STATUS_200);
        }
    }

    private void answer(HttpServerRequest request) {
        AbandonedStreams.forgive(request.connection());
        if (request.path().equals("/slow")) {
            channel(request.connection()).addFirst(new Gate());
            Thread.ofVirtual().start(() -> {
                asked.countDown();
                await(resetIsHere);
                request.response().putTrailer("grpc-status", "0").end("too late");
                channel(request.connection()).channel().eventLoop().execute(written::countDown);
                answered.countDown();
            });
        } else {
            request.response().end();
        }
    }

    private static ChannelPipeline channel(HttpConnection connection) {
        return ((HttpServerConnection) connection).channel().pipeline();
    }

    /** Holds the reset back until the worker has handed over its answer, which the event loop then writes after the reset. */
    private final class Gate extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            resetIsHere.countDown();
            await(answered);
            context.fireChannelRead(bytes);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] get(int stream, String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // :method: GET
        block.write(0x86); // :scheme: http
        field(block, 0x01, "localhost"); // :authority
        field(block, 0x04, path); // :path
        return frame(HEADERS, END_STREAM_AND_HEADERS, stream, block.toByteArray());
    }

    private static void field(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        block.write(value.length());
        block.writeBytes(value.getBytes(US_ASCII));
    }

    private static byte[] reset(int stream) {
        return frame(
                RST_STREAM,
                0,
                stream,
                ByteBuffer.allocate(Integer.BYTES).putInt(CANCEL).array());
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** The first of the header fields that answer a stream. */
    private static int statusOf(int stream, DataInputStream in) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int of = in.readInt();
            byte[] payload = in.readNBytes(length);
            assertThat(type)
                    .as("the server ends the connection: %s", new String(payload, US_ASCII))
                    .isNotEqualTo(GOAWAY);
            if (type == HEADERS && of == stream) {
                return Byte.toUnsignedInt(payload[(flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES]);
            }
        }
    }
}
