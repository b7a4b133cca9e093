package dev.atelier.studio.kernel;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The kernel hub ({@code atelier.hub.*}). */
@ConfigMapping(prefix = "atelier.hub")
public interface HubConfig {
    /** This replica's name, under which it holds the leases of its kernels; the same one after a restart. */
    @WithDefault("studio-0")
    String replicaId();

    /**
     * How long a kernel belongs to this replica without its renewing that; it renews three times as often. A replica that dies
     * leaves its kernels to the others after this time.
     */
    @WithDefault("PT30S")
    Duration lease();

    /** Latest messages kept of a kernel for clients that come back. */
    @WithDefault("24M")
    MemorySize logSize();

    /** Output kept of one execution for pages that did not start it. */
    @WithDefault("16M")
    MemorySize executionSize();

    /** The same for all executions of a kernel together. */
    @WithDefault("24M")
    MemorySize journalSize();

    /** What is kept of a kernel on disk, so that it is there after this service was killed. */
    @WithDefault("64M")
    MemorySize diskSize();

    /** Messages that wait for one slow client. */
    @WithDefault("32M")
    MemorySize clientQueueSize();

    /** Client messages that wait for a kernel which is still starting. */
    @WithDefault("32M")
    MemorySize pendingSize();

    /** Output that an {@code :execute} answers with. */
    @WithDefault("16M")
    MemorySize executeOutputSize();

    /** The biggest message that a client may send. */
    @WithDefault("24M")
    MemorySize clientMessageSize();

    /** The biggest message that a kernel may send. */
    @WithDefault("128M")
    MemorySize kernelMessageSize();

    /** How often clients are pinged. */
    @WithDefault("PT30S")
    Duration pingInterval();

    /** How long a client may leave a ping unanswered. */
    @WithDefault("PT90S")
    Duration pongTimeout();
}
