package dev.atelier.studio.jupyter;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/**
 * An HTML answer of the Lab on its way to the client. Its pages carry the token that opened them near their beginning, and that one is not
 * the client's business; so the beginning is read before it is passed on, and what is longer follows as it comes.
 */
final class LabHtml {
    /** What is held of one answer, in bytes. */
    static final int BEGINNING = 4 * 1024 * 1024;

    private final HttpClientResponse upstream;
    private final HttpServerResponse response;
    private final String secret;
    private final Buffer beginning = Buffer.buffer();
    private final Promise<Void> done = Promise.promise();

    private LabHtml(HttpClientResponse upstream, HttpServerResponse response, String secret) {
        this.upstream = upstream;
        this.response = response;
        this.secret = secret;
    }

    /** Passes the answer on without the secret; its headers are the client's already, save for how long it is. */
    static Future<Void> pass(HttpClientResponse upstream, HttpServerResponse response, String secret) {
        LabHtml html = new LabHtml(upstream, response, secret);
        upstream.exceptionHandler(html.done::tryFail);
        upstream.handler(html::take);
        upstream.endHandler(_ -> response.end(html.withoutSecret()).onComplete(html.done));
        return html.done.future();
    }

    private void take(Buffer chunk) {
        beginning.appendBuffer(chunk);
        if (beginning.length() > BEGINNING) {
            upstream.pause();
            response.setChunked(true);
            response.write(withoutSecret())
                    .compose(_ -> upstream.pipeTo(response))
                    .onComplete(done);
        }
    }

    /** Byte by byte, so that no character is broken, whatever the answer is written in. */
    private Buffer withoutSecret() {
        String text = beginning.toString(StandardCharsets.ISO_8859_1);
        return text.contains(secret)
                ? Buffer.buffer(text.replace(secret, "").getBytes(StandardCharsets.ISO_8859_1))
                : beginning;
    }
}
