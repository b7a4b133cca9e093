package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.identity.Caller;
import dev.atelier.studio.tenancy.ProfileRef;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketWatchTest {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int POLICY_VIOLATION = 1008;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean holds = new AtomicBoolean(true);
    private final CountDownLatch looks = new CountDownLatch(2);

    @ParameterizedTest
    @EnumSource(
            value = Access.Source.class,
            names = {"PATH", "COOKIE"})
    void aSocketEndsWithWhatLetItIn(Access.Source source) throws Exception {
        CompletableFuture<Integer> closed = connect(source);
        assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(closed).isNotDone();

        holds.set(false);

        assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(POLICY_VIOLATION);
        vertx.close();
    }

    @Test
    void aTokenIsNotAskedAgain() throws Exception {
        CompletableFuture<Integer> byToken = connect(Access.Source.HEADER);
        CompletableFuture<Integer> byCookie = connect(Access.Source.COOKIE);

        holds.set(false);

        assertThat(byCookie.get(30, TimeUnit.SECONDS)).isEqualTo(POLICY_VIOLATION);
        assertThat(byToken).isNotDone();
        vertx.close();
    }

    /** A socket that is looked after; what code it is closed with. */
    private CompletableFuture<Integer> connect(Access.Source source) throws Exception {
        SocketWatch watch = new SocketWatch(
                vertx,
                _ -> {
                    looks.countDown();
                    return holds.get();
                },
                LOOK);
        ProfileRef ada = new ProfileRef("d-1", "ada");
        Access access = new Access(Caller.member("d-1", "ada"), ada, "secret", source);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.toWebSocket().onSuccess(socket -> watch.over(socket, access)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + server.actualPort() + "/"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                        closed.complete(code);
                        return CompletableFuture.completedStage(null);
                    }
                })
                .get(30, TimeUnit.SECONDS);
        return closed;
    }
}
