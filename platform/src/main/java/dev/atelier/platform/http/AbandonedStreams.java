package dev.atelier.platform.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Keeps an HTTP/2 connection when one of its clients gives up a call while that is being answered. Vert.x looks whether a stream was reset when a worker hands over the
 * answer, not again when its event loop writes it. If the reset was read in between, Netty finds no stream for the trailers, which end every answer of gRPC, and Vert.x ends
 * the connection with {@code PROTOCOL_ERROR}, and with it all other calls. Such an answer has no reader: its failure is dropped here, before the connection hears of it.
 */
@Singleton
public class AbandonedStreams {
    private static final Logger LOG = Logger.getLogger(AbandonedStreams.class);

    /** Before all that may answer a request. */
    private static final int FIRST = Integer.MIN_VALUE + 50;

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::watch);
    }

    private void watch(RoutingContext context) {
        if (context.request().version() == HttpVersion.HTTP_2) {
            forgive(context.request().connection());
        }
        context.next();
    }

    /** Has a connection outlive answers to streams that its client reset; on its event loop. */
    static void forgive(HttpConnection connection) {
        if (connection instanceof HttpServerConnection server) {
            ChannelPipeline pipeline = server.channel().pipeline();
            if (pipeline.get(Forgiving.class) == null) {
                pipeline.addFirst(Forgiving.INSTANCE);
            }
        }
    }

    /** At the head, since a write that nobody waits for tells its failure to the whole pipeline from there. */
    @ChannelHandler.Sharable
    private static final class Forgiving extends ChannelInboundHandlerAdapter {
        private static final Forgiving INSTANCE = new Forgiving();

        /** What Netty's encoder says of a stream that its peer has opened and that is closed. */
        private static final Pattern GONE = Pattern.compile("Stream no longer exists: \\d+");

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause.getMessage() != null && GONE.matcher(cause.getMessage()).matches()) {
                LOG.debugf("An answer has no reader any more: %s", cause.getMessage());
            } else {
                context.fireExceptionCaught(cause);
            }
        }
    }
}
