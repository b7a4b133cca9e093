package dev.atelier.studio.kernel.hub;

/** What the hub knows of one session id, over all its connections. */
final class ClientSession {
    private final String id;
    private final long born;
    private long acknowledged;

    /**
     * @param born when it first came, on the hub's counter
     * @param position from where on it is sent everything
     */
    ClientSession(String id, long born, long position) {
        this.id = id;
        this.born = born;
        this.acknowledged = position;
    }

    String id() {
        return id;
    }

    /** The last position which the client is known to have. */
    long acknowledged() {
        return acknowledged;
    }

    /** Starts over from an earlier position. */
    void rewind(long position) {
        acknowledged = position;
    }

    void acknowledge(long position) {
        acknowledged = Math.max(acknowledged, position);
    }

    /** Whether it sees the execution as one of its own kind: it asked for it. */
    boolean asked(Execution execution) {
        return execution.session().equals(id);
    }

    /** Whether it came when the execution was under way, and is told which cell its messages belong to. */
    boolean adopts(Execution execution) {
        return !asked(execution) && execution.born() < born;
    }

    /** Whether it is sent the whole of the execution. */
    boolean follows(Execution execution) {
        return asked(execution) || adopts(execution);
    }
}
