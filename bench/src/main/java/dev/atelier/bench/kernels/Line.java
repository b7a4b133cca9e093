package dev.atelier.bench.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.bench.BenchException;
import dev.atelier.walk.client.KernelFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client's connection to a kernel. It reads the headers of what comes and counts the rest, so that the client costs little itself. */
final class Line implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final WebSocket socket;
    private final Listener listener;
    private final String session;

    private Line(WebSocket socket, Listener listener, String session) {
        this.socket = socket;
        this.listener = listener;
        this.session = session;
    }

    /** What an execution took until its reply and its idle were there, and the bytes of all messages that came meanwhile. */
    record Run(double seconds, long bytes) {}

    /**
     * Connects.
     *
     * @param prompt whether each message is answered with an unsolicited pong. The stock server leaves Nagle's algorithm on, and sends the
     *     next message only when TCP has acknowledged the one before: 40 ms, unless the client has something to say
     */
    static Line connect(HttpClient http, Address address, boolean prompt) throws InterruptedException {
        String session = UUID.randomUUID().toString();
        Listener listener = new Listener(prompt);
        URI uri =
                URI.create(address.kernel().toString().replaceFirst("^http", "ws") + "/channels?session_id=" + session);
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "token " + address.token())
                    .subprotocols(KernelFrame.SUBPROTOCOL)
                    .buildAsync(uri, listener)
                    .get(CONNECT.toSeconds(), TimeUnit.SECONDS);
            return new Line(socket, listener, session);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new BenchException("No WebSocket at " + address.kernel() + ": " + e, e);
        }
    }

    /** Runs code and waits for its end. */
    Run run(String code) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        ByteBuffer request = request(id, code).encode();
        long before = listener.bytes.get();
        long start = System.nanoTime();
        socket.sendBinary(request, true).join();
        boolean idle = false;
        boolean replied = false;
        while (!idle || !replied) {
            Seen seen = listener.queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (seen == null || seen.type().equals(Listener.CLOSED)) {
                throw new BenchException(
                        seen == null
                                ? "A kernel does not answer"
                                : "A kernel's connection was closed: " + seen.state());
            }
            if (seen.parent().equals(id)) {
                replied |= seen.type().equals("execute_reply");
                idle |= seen.state().equals("idle");
            }
            if (idle && replied) {
                return new Run((seen.nanos() - start) / 1e9, listener.bytes.get() - before);
            }
        }
        throw new IllegalStateException();
    }

    private KernelFrame request(String id, String code) {
        JsonNode header = JSON.valueToTree(Map.of(
                "msg_id",
                id,
                "msg_type",
                "execute_request",
                "username",
                "bench",
                "session",
                session,
                "date",
                Instant.now().toString(),
                "version",
                "5.3"));
        JsonNode content = JSON.valueToTree(Map.of(
                "code", code,
                "silent", false,
                "store_history", false,
                "user_expressions", Map.of(),
                "allow_stdin", false,
                "stop_on_error", true));
        return new KernelFrame("shell", header, JSON.createObjectNode(), JSON.createObjectNode(), content);
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** @param state of a status message, else "" */
    private record Seen(String type, String parent, String state, long nanos) {}

    private static final class Listener implements WebSocket.Listener {
        private static final String CLOSED = "closed";

        private final boolean prompt;
        private final BlockingQueue<Seen> queue = new LinkedBlockingQueue<>();
        private final FrameHead head = new FrameHead();
        private CompletableFuture<WebSocket> pong = CompletableFuture.completedFuture(null);
        private final AtomicLong bytes = new AtomicLong();

        private Listener(boolean prompt) {
            this.prompt = prompt;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            head.add(data);
            if (last) {
                long now = System.nanoTime();
                bytes.addAndGet(head.length());
                KernelFrame frame = head.frame();
                queue.add(new Seen(
                        frame.type(),
                        frame.parentId(),
                        frame.content().path("execution_state").asText(),
                        now));
                head.clear();
                if (prompt && pong.isDone()) {
                    pong = webSocket.sendPong(ByteBuffer.allocate(0));
                }
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            queue.add(new Seen(CLOSED, "", code + " " + reason, System.nanoTime()));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            queue.add(new Seen(CLOSED, "", String.valueOf(error), System.nanoTime()));
        }
    }
}
