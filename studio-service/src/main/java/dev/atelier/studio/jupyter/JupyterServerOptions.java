package dev.atelier.studio.jupyter;

import dev.atelier.studio.kernel.HubConfig;
import dev.atelier.studio.kernel.wire.WireForm;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Lets the HTTP server speak the kernel subprotocol, in messages as big as kernels and clients need. */
@ApplicationScoped
class JupyterServerOptions implements HttpServerOptionsCustomizer {
    /** A message that is somewhat too big is read and refused by name; one that is far too big ends its connection. */
    private static final int ROOM = 8 * 1024 * 1024;

    private final HubConfig config;

    JupyterServerOptions(HubConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        int limit = (int) config.clientMessageSize().asLongValue() + ROOM;
        options.setWebSocketSubProtocols(List.of(WireForm.V1_SUBPROTOCOL))
                .setMaxWebSocketFrameSize(limit)
                .setMaxWebSocketMessageSize(limit)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpNoDelay(true);
    }
}
