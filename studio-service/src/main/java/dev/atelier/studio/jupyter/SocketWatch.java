package dev.atelier.studio.jupyter;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Ends WebSockets with what let them in: with their capability, and with the session of a browser that is signed out. */
@ApplicationScoped
class SocketWatch {
    private static final Logger LOG = Logger.getLogger(SocketWatch.class);
    /** How soon a connection notices. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final short POLICY_VIOLATION = 1008;

    private final Vertx vertx;
    private final Predicate<Access> holds;
    private final Duration interval;

    @Inject
    SocketWatch(Vertx vertx, JupyterAuthenticator authenticator) {
        this(vertx, authenticator::holds, LOOK);
    }

    SocketWatch(Vertx vertx, Predicate<Access> holds, Duration interval) {
        this.vertx = vertx;
        this.holds = holds;
        this.interval = interval;
    }

    /** Looks after a socket until it is closed. */
    void over(ServerWebSocket socket, Access access) {
        switch (access.source()) {
            case PATH -> watch(socket, access, "The capability URL has ended.");
            case COOKIE -> watch(socket, access, "The browser is signed out.");
            case HEADER, QUERY -> {}
        }
    }

    private void watch(ServerWebSocket socket, Access access, String reason) {
        vertx.setPeriodic(interval.toMillis(), timer -> {
            if (socket.isClosed()) {
                vertx.cancelTimer(timer);
            } else {
                Thread.ofVirtual().start(() -> look(socket, access, reason));
            }
        });
    }

    private void look(ServerWebSocket socket, Access access, String reason) {
        try {
            if (!holds.test(access)) {
                socket.close(POLICY_VIOLATION, reason);
            }
        } catch (RuntimeException e) {
            LOG.debugf("Whether a connection may go on is not known: %s", e.getMessage());
        }
    }
}
