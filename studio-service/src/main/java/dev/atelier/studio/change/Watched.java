package dev.atelier.studio.change;

/** What a stream of changes says. */
public sealed interface Watched {
    /** Something changed. */
    record Changed(Change change) implements Watched {}

    /**
     * Changes that were asked for have been forgotten: whoever keeps a picture has to read it anew.
     *
     * @param changeId the stream goes on after this one
     */
    record Reset(long changeId) implements Watched {}

    /** Nothing changed for a while. */
    record KeepAlive() implements Watched {}
}
