package dev.atelier.autopilot.service.engine;

import java.time.Instant;

/** What an engine sees when it looks at a piece of work. */
public sealed interface Observation {
    /** It was never started. */
    record Absent() implements Observation {}

    /** It was started. */
    sealed interface Begun extends Observation {
        Instant since();
    }

    /** It runs. */
    record Running(Instant since) implements Begun {}

    /** It ended by itself or was ended. */
    record Exited(Exit exit, Instant since, Instant at) implements Begun {}
}
