package dev.atelier.studio.jupyter;

import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.kernel.HubConfig;
import dev.atelier.studio.tenancy.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Passes requests on to a user's Lab, streaming both ways at the pace of the slower side. */
@ApplicationScoped
class LabProxy {
    private static final Logger LOG = Logger.getLogger(LabProxy.class);
    private static final int BAD_GATEWAY = 502;
    private static final int MAX_CONNECTIONS = 1000;

    private final HttpClient http;
    private final WebSocketClient sockets;
    private final Labs labs;

    LabProxy(Vertx vertx, Labs labs, HubConfig config) {
        this.labs = labs;
        int limit = (int) config.kernelMessageSize().asLongValue();
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setTcpNoDelay(true)
                .setKeepAlive(true)
                .setConnectTimeout(5000));
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(MAX_CONNECTIONS)
                .setTcpNoDelay(true)
                .setMaxFrameSize(limit)
                .setMaxMessageSize(limit));
    }

    /** Forwards a paused request. */
    void forward(HttpServerRequest request, Owner owner, AppConnection app) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(app.baseUri().getHost())
                .setPort(port(app.baseUri()))
                .setSsl("https".equals(app.baseUri().getScheme()))
                .setURI(UpstreamRequests.uri(request));
        http.request(options)
                .compose(upstream -> {
                    UpstreamRequests.headers(request, upstream.headers(), app);
                    if (LabPages.isWanted(request)) {
                        upstream.headers().remove("Accept-Encoding");
                    }
                    request.response().closeHandler(_ -> upstream.reset());
                    return send(request, upstream);
                })
                .onSuccess(answer -> answer(request, answer, app))
                .onFailure(cause -> fail(request, owner, cause));
    }

    private static Future<HttpClientResponse> send(HttpServerRequest request, HttpClientRequest upstream) {
        boolean hasBody = request.getHeader("Content-Length") != null || request.getHeader("Transfer-Encoding") != null;
        if (hasBody) {
            return upstream.send(request);
        }
        request.resume();
        return upstream.send();
    }

    /** Passes the answer on. */
    static void answer(HttpServerRequest request, HttpClientResponse upstream, AppConnection app) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            upstream.request().reset();
            return;
        }
        response.setStatusCode(upstream.statusCode());
        upstream.headers().forEach(header -> {
            if (UpstreamRequests.isReturned(header.getKey())) {
                response.headers().add(header.getKey(), header.getValue().replace(app.secret(), ""));
            }
        });
        if (LabPages.isHtml(upstream) && !isFile(request)) {
            LabPages.prepare(request);
            LabHtml.pass(upstream, response, app.secret()).onFailure(_ -> response.reset());
            return;
        }
        boolean sized = upstream.getHeader("Content-Length") != null;
        if (!sized && !request.method().equals(HttpMethod.HEAD)) {
            response.setChunked(true);
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            upstream.pipeTo(response).onFailure(cause -> LOG.debugf(cause, "%s ended early", request.path()));
        }
    }

    /** Whether the answer is a file of the user's, which may be of any size and is passed on as it is. */
    private static boolean isFile(HttpServerRequest request) {
        return JupyterPath.parse(request.path()).filter(JupyterPath::isFile).isPresent();
    }

    private void fail(HttpServerRequest request, Owner owner, Throwable cause) {
        LOG.debugf(cause, "%s could not be forwarded", request.path());
        labs.forget(owner);
        if (!request.response().headWritten()) {
            JupyterAnswer.error(BAD_GATEWAY, "The Lab does not answer. It may be restarting.", "unavailable")
                    .send(request.response());
        }
    }

    /**
     * Bridges a WebSocket: terminals and events.
     *
     * @param opened is given the client's side
     */
    void bridge(HttpServerRequest request, LabSockets.Target target, Consumer<ServerWebSocket> opened) {
        AppConnection app = target.app();
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(app.baseUri().getHost())
                .setPort(port(app.baseUri()))
                .setSsl("https".equals(app.baseUri().getScheme()))
                .setURI(target.uri());
        options.putHeader("Authorization", "token " + app.secret());
        sockets.connect(options)
                .onSuccess(upstream -> {
                    upstream.pause();
                    request.toWebSocket()
                            .onSuccess(client -> {
                                opened.accept(client);
                                SocketBridge.join(
                                        client, upstream, target.traffic().get());
                            })
                            .onFailure(_ -> upstream.close());
                })
                .onFailure(cause -> {
                    LOG.debugf(cause, "%s could not be bridged", request.path());
                    JupyterAnswer.error(BAD_GATEWAY, "The Lab does not take this connection.", "unavailable")
                            .send(request.response());
                });
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }
}
