package dev.atelier.studio.engine.local;

import dev.atelier.platform.process.ProcessIdentity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** What is kept about the process of a script that was started, so that the next life of this service finds it again. */
@RegisterForReflection
record ScriptRecord(long pid, Instant startTime) {
    ProcessIdentity identity() {
        return new ProcessIdentity(pid, startTime);
    }
}
