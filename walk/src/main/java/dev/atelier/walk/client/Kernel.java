package dev.atelier.walk.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.walk.StepFailedException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A connection to a kernel: the WebSocket of the Jupyter protocol, as a notebook uses it. */
public final class Kernel implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final WebSocket socket;
    private final Messages messages;
    private final String session = UUID.randomUUID().toString();

    private Kernel(WebSocket socket, Messages messages) {
        this.socket = socket;
        this.messages = messages;
    }

    /**
     * Connects at once, also while the kernel is still starting: what is sent is kept until it can be delivered.
     *
     * @param jupyter the user's Jupyter address, {@code http://host:port/jupyter/DOMAIN/USER}
     */
    public static Kernel connect(HttpClient http, String jupyter, String kernelId, String token) {
        URI address = URI.create(jupyter.replaceFirst("^http", "ws") + "/api/kernels/" + kernelId + "/channels");
        Messages messages = new Messages();
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .subprotocols(KernelFrame.SUBPROTOCOL)
                    .buildAsync(address, messages)
                    .get(CONNECT_LIMIT.toSeconds(), TimeUnit.SECONDS);
            StepFailedException.require(
                    socket.getSubprotocol().equals(KernelFrame.SUBPROTOCOL),
                    "The server did not choose the subprotocol " + KernelFrame.SUBPROTOCOL);
            return new Kernel(socket, messages);
        } catch (ExecutionException | TimeoutException e) {
            throw new StepFailedException("No WebSocket at " + address + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("interrupted", e);
        }
    }

    /** Runs a cell and waits for its end: the kernel's status is idle again and the reply is there. */
    public CellResult run(String code, Duration limit) {
        return collect(send(code), limit);
    }

    /** Sends a cell without waiting; the id is what its outputs refer to. */
    public String send(String code) {
        String id = UUID.randomUUID().toString();
        JsonNode header = JSON.valueToTree(Map.of(
                "msg_id",
                id,
                "msg_type",
                "execute_request",
                "username",
                "walk",
                "session",
                session,
                "date",
                Instant.now().toString(),
                "version",
                "5.3"));
        JsonNode content = JSON.valueToTree(Map.of(
                "code", code,
                "silent", false,
                "store_history", true,
                "user_expressions", Map.of(),
                "allow_stdin", false,
                "stop_on_error", true));
        KernelFrame frame = new KernelFrame("shell", header, JSON.createObjectNode(), JSON.createObjectNode(), content);
        socket.sendBinary(frame.encode(), true).join();
        return id;
    }

    /** Waits for the end of a cell that was sent. */
    public CellResult collect(String id, Duration limit) {
        StringBuilder output = new StringBuilder();
        List<byte[]> images = new ArrayList<>();
        String error = null;
        boolean idle = false;
        boolean replied = false;
        long deadline = System.nanoTime() + limit.toNanos();
        while (!idle || !replied) {
            KernelFrame frame = messages.next(deadline - System.nanoTime());
            if (!frame.parentId().equals(id)) {
                continue;
            }
            JsonNode content = frame.content();
            switch (frame.type()) {
                case "stream" -> output.append(content.path("text").asText());
                case "execute_result", "display_data" -> {
                    JsonNode data = content.path("data");
                    output.append(data.path("text/plain").asText()).append('\n');
                    if (data.has("image/png")) {
                        images.add(Base64.getMimeDecoder()
                                .decode(data.path("image/png").asText()));
                    }
                }
                case "error" ->
                    error = content.path("ename").asText() + ": "
                            + content.path("evalue").asText();
                case "status" ->
                    idle |= content.path("execution_state").asText().equals("idle");
                case "execute_reply" -> replied = true;
                default -> {
                    // Other messages (execute_input, clear_output, comm_…) are not part of the result.
                }
            }
        }
        return new CellResult(output.toString(), List.copyOf(images), error);
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(_ -> socket)
                .join();
    }

    /** Puts frames together and queues messages. */
    private static final class Messages implements WebSocket.Listener {
        private final LinkedBlockingQueue<KernelFrame> queue = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
        private volatile @Nullable String closed;

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            partial.writeBytes(bytes);
            if (last) {
                queue.add(KernelFrame.decode(ByteBuffer.wrap(partial.toByteArray())));
                partial.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed = "The kernel's WebSocket was closed with " + code + " " + reason;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed = "The kernel's WebSocket failed: " + error;
        }

        private KernelFrame next(long nanos) {
            long deadline = System.nanoTime() + nanos;
            try {
                while (System.nanoTime() < deadline) {
                    KernelFrame frame = queue.poll(100, TimeUnit.MILLISECONDS);
                    if (frame != null) {
                        return frame;
                    }
                    if (closed != null) {
                        throw new StepFailedException(String.valueOf(closed));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StepFailedException("interrupted", e);
            }
            throw new StepFailedException("The cell did not end in time");
        }
    }
}
