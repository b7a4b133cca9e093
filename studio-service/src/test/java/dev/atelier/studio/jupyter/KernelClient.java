package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.kernel.wire.Channel;
import dev.atelier.studio.kernel.wire.Frame;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.LegacyCodec;
import dev.atelier.studio.kernel.wire.V1Codec;
import dev.atelier.studio.kernel.wire.WireForm;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client of a kernel's channels WebSocket. */
final class KernelClient implements AutoCloseable, WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final String session;
    final List<KernelMessage> received = new ArrayList<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WireForm form;
    private final BlockingQueue<KernelMessage> queue = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    volatile String closeReason = "";
    private WebSocket socket;
    private volatile boolean stalled;

    private KernelClient(String session, WireForm form) {
        this.session = session;
        this.form = form;
    }

    /**
     * Connects.
     *
     * @param base of the owner's Jupyter surface, with a trailing slash
     * @param token sent in a header; null sends none
     */
    static KernelClient connect(URI base, String kernelId, String session, WireForm form, @Nullable String token) {
        KernelClient client = new KernelClient(session, form);
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (token != null) {
            builder.header("Authorization", "token " + token);
        }
        if (form == WireForm.V1) {
            builder.subprotocols(WireForm.V1_SUBPROTOCOL);
        }
        URI uri = URI.create(base.resolve("api/kernels/" + kernelId + "/channels?session_id=" + session)
                .toString()
                .replaceFirst("http", "ws"));
        client.socket = builder.buildAsync(uri, client).join();
        assertThat(client.socket.getSubprotocol()).isEqualTo(form == WireForm.V1 ? WireForm.V1_SUBPROTOCOL : "");
        return client;
    }

    KernelMessage execute(String code) {
        return execute(code, new JsonObject());
    }

    KernelMessage execute(String code, JsonObject metadata) {
        return ask(
                "execute_request",
                new JsonObject()
                        .put("code", code)
                        .put("silent", false)
                        .put("store_history", true)
                        .put("user_expressions", new JsonObject())
                        .put("allow_stdin", true)
                        .put("stop_on_error", true),
                metadata);
    }

    KernelMessage ask(String type, JsonObject content, JsonObject metadata) {
        KernelMessage message =
                KernelMessage.of(Channel.SHELL, header(type), null, content).withMetadata(metadata);
        send(message.frame(form));
        return message;
    }

    JsonObject header(String type) {
        return new JsonObject()
                .put("msg_id", UUID.randomUUID().toString())
                .put("msg_type", type)
                .put("username", "test")
                .put("session", session)
                .put("date", "2026-01-01T00:00:00.000000Z")
                .put("version", "5.3");
    }

    void send(Frame frame) {
        if (frame.text()) {
            socket.sendText(frame.payload().toString(), true).join();
        } else {
            socket.sendBinary(ByteBuffer.wrap(frame.payload().getBytes()), true).join();
        }
    }

    /** Reads until a message fits. */
    KernelMessage await(Predicate<KernelMessage> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                KernelMessage message = queue.poll(100, TimeUnit.MILLISECONDS);
                if (message != null) {
                    received.add(message);
                    if (wanted.test(message)) {
                        return message;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("It did not come; what came: " + received);
    }

    /** Reads until the request is done: idle and answered. */
    String result(KernelMessage request) {
        boolean[] seen = new boolean[2];
        StringBuilder result = new StringBuilder();
        await(message -> {
            if (!message.parent().id().equals(request.header().id())) {
                return false;
            }
            seen[0] |= message.header().type().equals("execute_reply");
            seen[1] |=
                    message.isIopub("status") && "idle".equals(message.content().getString("execution_state"));
            result.append(shown(message));
            return seen[0] && seen[1];
        });
        return result.toString();
    }

    /** What a message shows. */
    static String shown(KernelMessage message) {
        JsonObject content = message.content();
        return switch (message.header().type()) {
            case "stream" -> content.getString("text");
            case "execute_result" -> content.getJsonObject("data").getString("text/plain");
            case "error" -> content.getString("ename") + ": " + content.getString("evalue");
            default -> "";
        };
    }

    static Predicate<KernelMessage> shows(String text) {
        return message -> shown(message).contains(text);
    }

    /** Reads no more than what it has asked for already. */
    void stall() {
        stalled = true;
    }

    /** Reads again. */
    void resume() {
        stalled = false;
        socket.request(1);
    }

    private void more(WebSocket from) {
        if (!stalled) {
            from.request(1);
        }
    }

    /** Goes away without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            Buffer whole = Buffer.buffer(binary.toByteArray());
            binary.reset();
            queue.add(form == WireForm.V1 ? V1Codec.decode(whole) : LegacyCodec.decode(Frame.binary(whole)));
        }
        more(webSocket);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            assertThat(form).isEqualTo(WireForm.LEGACY);
            queue.add(LegacyCodec.decode(Frame.text(Buffer.buffer(text.toString()))));
            text.setLength(0);
        }
        more(webSocket);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason = reason;
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }
}
