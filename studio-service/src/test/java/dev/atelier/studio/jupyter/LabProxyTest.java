package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.app.AppConnection;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the Lab answers, on its way to the client. */
@Timeout(60)
class LabProxyTest {
    private static final String SECRET = "the-secret-of-the-lab";
    private static final String HOME = "/jupyter/d-1/ada/";
    private static final int CHUNK = 64 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final Promise<Void> seen = Promise.promise();
    private int bytes;
    private boolean sized;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        HttpServer lab =
                await(vertx.createHttpServer().requestHandler(this::lab).listen(0, "127.0.0.1"));
        HttpClient client = vertx.createHttpClient();
        HttpServer front = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    request.pause();
                    client.request(HttpMethod.GET, lab.actualPort(), "127.0.0.1", request.path())
                            .compose(upstream -> upstream.send())
                            .onSuccess(answer -> {
                                request.resume();
                                LabProxy.answer(
                                        request,
                                        answer,
                                        new AppConnection("app-1", URI.create("http://127.0.0.1/"), SECRET));
                            });
                })
                .listen(0, "127.0.0.1"));
        port = front.actualPort();
    }

    /** Begins with the secret, and sends the second half only when the client has seen something of the first. */
    private void lab(HttpServerRequest request) {
        Buffer text = Buffer.buffer(SECRET);
        text.appendString("x".repeat(bytes - text.length()));
        var response = request.response().putHeader("Content-Type", "text/html; charset=UTF-8");
        if (sized) {
            response.putHeader("Content-Length", Integer.toString(2 * bytes));
        } else {
            response.setChunked(true);
        }
        response.write(text);
        seen.future().onComplete(_ -> response.end(Buffer.buffer("y".repeat(bytes))));
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void aFileOfTheUserIsPassedOnAsItComes() throws Exception {
        bytes = CHUNK;
        sized = true;

        assertThat(read("files/x.html")).isEqualTo(2 * bytes);
    }

    @Test
    void ofALongPageOnlyTheBeginningIsHeld() throws Exception {
        bytes = LabHtml.BEGINNING + CHUNK;

        assertThat(read("lab")).isEqualTo(2 * bytes - SECRET.length());
    }

    @Test
    void aPageGoesOutWithoutTheSecretAndWithTheCookieOfItsScripts() throws Exception {
        bytes = CHUNK;
        seen.complete();

        var answer =
                URI.create("http://127.0.0.1:" + port + HOME + "lab").toURL().openConnection();

        assertThat(answer.getHeaderField("Set-Cookie")).startsWith("_xsrf=").contains("Path=" + HOME);
        try (InputStream body = answer.getInputStream()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).hasSize(2 * bytes - SECRET.length()).doesNotContain(SECRET);
        }
    }

    /** How many bytes came, when the Lab goes on only after the client has seen the first. */
    private int read(String path) throws IOException {
        try (InputStream body =
                URI.create("http://127.0.0.1:" + port + HOME + path).toURL().openStream()) {
            assertThat(body.read()).isPositive();
            seen.complete();
            return 1 + body.readAllBytes().length;
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
