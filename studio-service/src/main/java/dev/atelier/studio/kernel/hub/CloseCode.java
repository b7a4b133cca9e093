package dev.atelier.studio.kernel.hub;

/** The WebSocket close codes that clients of a kernel are sent (RFC 6455, section 7.4.1, and IANA's registry of close codes). */
final class CloseCode {
    static final int NORMAL = 1000;
    static final int INVALID_PAYLOAD = 1007;

    /** The service restarts, come again: JupyterLab reconnects on it. */
    static final int SERVICE_RESTART = 1012;

    static final int TRY_AGAIN = 1013;

    private CloseCode() {}
}
