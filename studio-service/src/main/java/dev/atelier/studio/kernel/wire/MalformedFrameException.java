package dev.atelier.studio.kernel.wire;

import java.io.Serial;

/** A frame that does not follow the protocol. It is refused as a whole and never reaches a kernel. */
public final class MalformedFrameException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String message) {
        super(message);
    }
}
