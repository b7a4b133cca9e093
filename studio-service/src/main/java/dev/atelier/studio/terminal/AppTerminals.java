package dev.atelier.studio.terminal;

import dev.atelier.studio.app.AppChanged;
import dev.atelier.studio.app.AppConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The terminals of apps, in memory, for clients that ask every ten seconds from every tab. An app's server is asked when it is not known what
 * it has, after a client made or ended a terminal, after a connection to one ended, and else once in half a minute, however many ask:
 * a shell can end while nobody is connected.
 */
@ApplicationScoped
public class AppTerminals {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final UpstreamTerminals upstream;
    private final Clock clock;
    private final Map<String, Known> apps = new ConcurrentHashMap<>();

    AppTerminals(UpstreamTerminals upstream, Clock clock) {
        this.upstream = upstream;
        this.clock = clock;
    }

    /** A client's connection to a terminal. */
    public interface Visit {
        /** Something was typed or shown. */
        void active();

        /** The connection is over. */
        void ended();
    }

    /** The app's open terminals, the oldest first. Blocks while the app's server is asked. */
    public List<Terminal> list(AppConnection app) {
        return known(app.appId()).list(app);
    }

    /** The app's open terminals as its server has them now. */
    public List<Terminal> ask(AppConnection app) {
        return upstream.list(app);
    }

    /** Opens a terminal of the app, or answers the open one of that name. */
    Terminal create(AppConnection app, NewTerminal request) {
        for (Terminal open : request.name().isEmpty() ? List.<Terminal>of() : upstream.list(app)) {
            if (open.name().equals(request.name())) {
                return open;
            }
        }
        try {
            return upstream.create(app, request);
        } finally {
            changed(app.appId());
        }
    }

    /** Ends a terminal of the app with what runs in it; false when it was gone. */
    public boolean end(AppConnection app, String name) {
        try {
            return upstream.delete(app, name);
        } finally {
            changed(app.appId());
        }
    }

    private void changed(String appId) {
        known(appId).changes.incrementAndGet();
    }

    /** A client has connected to a terminal of the app. */
    public Visit visit(String appId, String name) {
        Known known = known(appId);
        Traffic traffic = known.traffic.computeIfAbsent(name, _ -> new Traffic(clock.instant()));
        traffic.connections.incrementAndGet();
        return new Visit() {
            @Override
            public void active() {
                traffic.last = clock.instant();
            }

            @Override
            public void ended() {
                traffic.connections.decrementAndGet();
                changed(appId);
            }
        };
    }

    void appChanged(@Observes AppChanged event) {
        if (event.status().equals("Deleted") || event.status().equals("Failed")) {
            apps.remove(event.appId());
        }
    }

    private Known known(String appId) {
        return apps.computeIfAbsent(appId, _ -> new Known());
    }

    private static final class Traffic {
        private final AtomicLong connections = new AtomicLong();
        private volatile Instant last;

        private Traffic(Instant now) {
            last = now;
        }
    }

    /** @param changes how many changes had been seen when it was asked for */
    private record Listed(List<Terminal> terminals, Instant at, long changes) {}

    private final class Known {
        private final ReentrantLock asking = new ReentrantLock();
        private final AtomicLong changes = new AtomicLong();
        private final Map<String, Traffic> traffic = new ConcurrentHashMap<>();
        private volatile @Nullable Listed listed;

        private List<Terminal> list(AppConnection app) {
            Listed current = fresh();
            if (current == null) {
                asking.lock();
                try {
                    current = fresh();
                    if (current == null) {
                        current = ask(app);
                        listed = current;
                    }
                } finally {
                    asking.unlock();
                }
            }
            return current.terminals().stream().map(this::withTraffic).toList();
        }

        private Listed ask(AppConnection app) {
            long before = changes.get();
            List<Terminal> terminals = upstream.list(app);
            List<String> names = terminals.stream().map(Terminal::name).toList();
            traffic.entrySet()
                    .removeIf(entry -> !names.contains(entry.getKey())
                            && entry.getValue().connections.get() == 0);
            return new Listed(terminals, clock.instant(), before);
        }

        private @Nullable Listed fresh() {
            Listed last = listed;
            Instant now = clock.instant();
            if (last == null
                    || last.changes() != changes.get()
                    || last.at().plus(FRESH).isBefore(now)
                    || last.at().isAfter(now)) {
                return null;
            }
            return last;
        }

        private Terminal withTraffic(Terminal terminal) {
            Traffic seen = traffic.get(terminal.name());
            if (seen == null) {
                return terminal;
            }
            return new Terminal(
                    terminal.name(),
                    seen.last.isAfter(terminal.lastActivity()) ? seen.last : terminal.lastActivity(),
                    (int) seen.connections.get());
        }
    }
}
