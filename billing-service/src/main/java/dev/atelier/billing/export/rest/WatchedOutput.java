package dev.atelier.billing.export.rest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Gives an answer up when its client takes nothing of it for some time: until then, whoever writes it waits. */
final class WatchedOutput extends FilterOutputStream {
    private final Vertx vertx;
    private final HttpServerResponse answer;
    private final long limitMillis;

    WatchedOutput(OutputStream output, RoutingContext routing, Duration limit) {
        super(output);
        this.vertx = routing.vertx();
        this.answer = routing.response();
        this.limitMillis = limit.toMillis();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        long timer = vertx.setTimer(limitMillis, _ -> answer.reset());
        try {
            out.write(bytes, offset, length);
        } finally {
            vertx.cancelTimer(timer);
        }
    }
}
