package dev.atelier.studio.kernel.hub;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The clients that are connected to a kernel now. Each is written to as fast as it reads; one that reads too slowly, or does not answer, is let
 * go.
 */
final class Clients {
    private final HubLimits limits;
    private final Clock clock;
    private final IntConsumer counted;
    private final List<ClientLink> links = new ArrayList<>();
    private boolean held;

    /** @param counted told how many there are whenever that may have changed */
    Clients(HubLimits limits, Clock clock, IntConsumer counted) {
        this.limits = limits;
        this.clock = clock;
        this.counted = counted;
    }

    int count() {
        return links.size();
    }

    Optional<ClientLink> find(Peer peer) {
        return links.stream().filter(link -> link.peer().equals(peer)).findFirst();
    }

    /** Takes one in, and writes what waits for it. */
    void add(ClientLink link) {
        links.add(link);
        if (held) {
            link.peer().holdReading(true);
        }
        counted.accept(links.size());
        flush(link);
    }

    /** Forgets one whose connection is gone. */
    void remove(Peer peer) {
        if (links.removeIf(link -> link.peer().equals(peer))) {
            counted.accept(links.size());
        }
    }

    /** Closes the older connections of a session for which there is a new one. */
    void replace(String session) {
        links.stream()
                .filter(link -> link.session().id().equals(session))
                .toList()
                .forEach(stale -> {
                    links.remove(stale);
                    stale.peer().close(CloseCode.NORMAL, "replaced by a newer connection of the same session");
                });
    }

    /** Sends a message to all that it is for. */
    void publish(Entry entry) {
        for (ClientLink link : List.copyOf(links)) {
            if (entry.isFor(link.session().id())) {
                link.enqueue(entry);
                flush(link);
            }
        }
    }

    /** Writes as much to a client as its connection takes, and lets go of one for which too much waits. */
    void flush(ClientLink link) {
        link.flush();
        if (link.isHopeless()) {
            letGo(link, "too slow");
        } else {
            link.ping(clock.instant(), false);
        }
    }

    /** Reads no more from clients, or reads on. */
    void hold(boolean hold) {
        if (held != hold) {
            held = hold;
            links.forEach(link -> link.peer().holdReading(hold));
        }
    }

    /** Pings every client, and lets go of those that did not answer in time. */
    void ping() {
        for (ClientLink link : List.copyOf(links)) {
            if (link.isSilent(clock.instant(), limits.pongTimeout())) {
                letGo(link, "no answer to a ping");
            } else {
                link.ping(clock.instant(), true);
            }
        }
    }

    /** Sends every client away. */
    void close(int code, String reason) {
        List<ClientLink> leaving = List.copyOf(links);
        links.clear();
        leaving.forEach(link -> link.peer().close(code, reason));
        if (!leaving.isEmpty()) {
            counted.accept(0);
        }
    }

    private void letGo(ClientLink link, String reason) {
        links.remove(link);
        link.peer().close(CloseCode.TRY_AGAIN, reason);
        counted.accept(links.size());
    }
}
