package dev.atelier.studio.engine.local;

import dev.atelier.platform.process.ProcessIdentity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.time.Instant;

/**
 * What is kept about a Jupyter server that was started, so that the next life of this service finds it again.
 *
 * @param attempt how often it has been started: another process may take its port first
 * @param ready whether it has answered once
 */
@RegisterForReflection
record ServerRecord(long pid, Instant startTime, int port, String basePath, String secret, int attempt, boolean ready) {
    ServerRecord answered() {
        return new ServerRecord(pid, startTime, port, basePath, secret, attempt, true);
    }

    ProcessIdentity identity() {
        return new ProcessIdentity(pid, startTime);
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + port + basePath);
    }

    @Override
    public String toString() {
        return "ServerRecord[pid=%d, port=%d, basePath=%s, attempt=%d, ready=%s]"
                .formatted(pid, port, basePath, attempt, ready);
    }
}
