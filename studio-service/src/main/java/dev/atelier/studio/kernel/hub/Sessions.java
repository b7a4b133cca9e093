package dev.atelier.studio.kernel.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The session ids that have been seen; the longest unseen are forgotten. */
final class Sessions {
    private static final int MAX = 256;

    private final Map<String, ClientSession> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClientSession> eldest) {
            return size() > MAX;
        }
    };

    Optional<ClientSession> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    ClientSession add(String id, long born, long position) {
        ClientSession session = new ClientSession(id, born, position);
        sessions.put(id, session);
        return session;
    }
}
