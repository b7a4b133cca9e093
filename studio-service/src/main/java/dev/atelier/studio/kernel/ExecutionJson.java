package dev.atelier.studio.kernel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CodeExecution")
record ExecutionJson(
        @Schema(
                description =
                        "ok; error: it raised, or the kernel died, the last output says what; aborted: it was not run; timed-out: it was interrupted, or is still queued")
        String status,

        @Nullable Integer executionCount,

        @Schema(description = "As nbformat 4 has them in a code cell")
        List<Map<String, Object>> outputs,

        @Schema(description = "Output that is left out because there was too much")
        long droppedBytes) {
    static ExecutionJson of(ExecutionResult result) {
        return new ExecutionJson(
                result.status().wireName(), result.executionCount(), result.outputs(), result.droppedBytes());
    }
}
