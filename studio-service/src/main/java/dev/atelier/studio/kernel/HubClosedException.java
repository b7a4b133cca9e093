package dev.atelier.studio.kernel;

import java.io.Serial;

/** The hub let its clients go while something was under way; the kernel goes on. */
final class HubClosedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    HubClosedException(String reason) {
        super(reason);
    }
}
