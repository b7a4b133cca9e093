package dev.atelier.autopilot.service.candidate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a candidate is. It moves once, from in progress to one of the ends. */
public sealed interface CandidateState {
    /** The name on the wire. */
    String label();

    /**
     * It is being trained.
     *
     * @param deadline when it is ended by force; null for never
     * @param linesRead how many lines of its progress have been taken over
     */
    record InProgress(@Nullable Instant deadline, int linesRead) implements CandidateState {
        @Override
        public String label() {
            return "InProgress";
        }
    }

    /** One of the ends. */
    sealed interface Ended extends CandidateState {
        /** When it ended. */
        Instant at();
    }

    /**
     * It was trained and measured.
     *
     * @param inferenceLatencyMillis median of single rows
     */
    record Completed(
            double objectiveValue,
            List<Metric> metrics,
            Duration trainingTime,
            long sizeBytes,
            double inferenceLatencyMillis,
            Instant at)
            implements Ended {
        public Completed {
            metrics = List.copyOf(metrics);
        }

        @Override
        public String label() {
            return "Completed";
        }
    }

    /** It could not be trained. */
    record Failed(String reason, Instant at) implements Ended {
        @Override
        public String label() {
            return "Failed";
        }
    }

    /** It was ended on request or by a limit. */
    record Stopped(String reason, Instant at) implements Ended {
        @Override
        public String label() {
            return "Stopped";
        }
    }
}
