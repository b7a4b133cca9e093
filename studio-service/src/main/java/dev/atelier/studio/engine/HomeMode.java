package dev.atelier.studio.engine;

/** How an engine's apps see the home directory. */
public enum HomeMode {
    /** The same directory that this service sees. */
    SHARED_DIRECTORY,
    /** A volume which this service mounts too. */
    SHARED_VOLUME,
    /** Somewhere this service cannot reach. */
    REMOTE
}
