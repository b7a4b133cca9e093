package dev.atelier.studio;

import static org.awaitility.Awaitility.await;

import dev.atelier.studio.app.AppConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** A new terminal of an app, seen from its Jupyter server, with its shell at the prompt. */
public final class TerminalClient implements AutoCloseable, WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicReference<String> shown = new AtomicReference<>("");
    private final WebSocket socket;

    public TerminalClient(AppConnection app) {
        String answer = http.sendAsync(
                        HttpRequest.newBuilder(app.baseUri().resolve("api/terminals"))
                                .header("Authorization", "token " + app.secret())
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
        String name = answer.replaceFirst(".*\"name\": *\"([^\"]+)\".*", "$1");
        String address = app.baseUri().resolve("terminals/websocket/" + name).toString();
        this.socket = http.newWebSocketBuilder()
                .header("Authorization", "token " + app.secret())
                .buildAsync(URI.create(address.replaceFirst("http", "ws")), this)
                .join();
        type("echo at-the-$((1+1))nd-prompt\\r");
        awaitShown("at-the-2nd-prompt");
    }

    /**
     * Types something.
     *
     * @param text as JSON has it between quotes
     */
    public void type(String text) {
        socket.sendText("[\"stdin\", \"" + text + "\"]", true).join();
    }

    public void awaitShown(String text) {
        await(text).atMost(PATIENCE).until(() -> shown.get().contains(text));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        shown.updateAndGet(before -> before + data);
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }
}
