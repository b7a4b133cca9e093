package dev.atelier.studio.terminal;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Terminal")
record TerminalJson(
        String name,

        @Schema(description = "When something was last typed or shown in it")
        Instant lastActivity,

        @Schema(description = "Clients that are connected") int connections,

        @Schema(description = "Resident memory of its shell and all that it started; absent when not known") @Nullable
        Long memoryBytes) {
    static TerminalJson of(TerminalView view) {
        Terminal terminal = view.terminal();
        return new TerminalJson(terminal.name(), terminal.lastActivity(), terminal.connections(), view.memoryBytes());
    }
}
