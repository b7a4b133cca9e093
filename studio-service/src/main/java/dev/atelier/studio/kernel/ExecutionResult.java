package dev.atelier.studio.kernel;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of code that was run for a program.
 *
 * @param executionCount the kernel's count; null when it gave none
 * @param outputs as nbformat 4 has them in a code cell
 * @param droppedBytes output which is left out because there was too much
 */
public record ExecutionResult(
        Status status, @Nullable Integer executionCount, List<Map<String, Object>> outputs, long droppedBytes) {
    public ExecutionResult {
        outputs = List.copyOf(outputs);
    }

    /** How it ended. */
    public enum Status {
        /** Without an error. */
        OK,
        /** The code raised, or the kernel died: the last output says what. */
        ERROR,
        /** It was not run: the kernel was restarted, or an earlier error ended what was queued. */
        ABORTED,
        /** It took too long and was interrupted; or it was still queued, and will run. */
        TIMED_OUT;

        /** The name in interfaces: {@code timed-out}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
