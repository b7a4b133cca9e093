package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.wire.KernelMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who asked what, so that answers find their way. The oldest are forgotten. */
final class Requests {
    private static final int MAX = 10_000;

    private record Asked(KernelMessage request, String session) {}

    private final Map<String, Asked> asked = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > MAX;
        }
    };

    void remember(KernelMessage request, String session) {
        asked.put(request.header().id(), new Asked(request.headerOnly(), session));
    }

    Optional<String> session(String id) {
        return Optional.ofNullable(asked.get(id)).map(Asked::session);
    }

    /** The request, without its content. */
    Optional<KernelMessage> find(String id) {
        return Optional.ofNullable(asked.get(id)).map(Asked::request);
    }
}
