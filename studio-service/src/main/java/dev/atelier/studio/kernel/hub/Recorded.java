package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.wire.KernelMessage;

/** What a {@link Recorder} was told in an earlier life of the service. */
public sealed interface Recorded {
    /** A client asked something; the request has no content. */
    record Requested(KernelMessage request, String session) implements Recorded {}

    /** The kernel said something. */
    record Said(long position, KernelMessage message) implements Recorded {}

    /** All up to this position has reached the session. */
    record Acknowledged(String session, long position) implements Recorded {}
}
