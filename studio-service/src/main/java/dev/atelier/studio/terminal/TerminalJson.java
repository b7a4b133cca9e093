package dev.atelier.studio.terminal;

import dev.atelier.studio.wire.Wire;
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
    @RegisterForReflection
    @Schema(name = "CreateTerminal")
    record Create(
            @Schema(description = "Letters, digits and underscores; the next number unless given") @Nullable
            String name,

            @Schema(description = "Where its shell begins, relative to the home directory") @Nullable
            String cwd) {}

    /** What is asked for, where a body may be left out. */
    static NewTerminal wanted(@Nullable Create request) {
        return request == null
                ? new NewTerminal("", "")
                : new NewTerminal(Wire.text(request.name()), Wire.text(request.cwd()));
    }

    static TerminalJson of(TerminalView view) {
        Terminal terminal = view.terminal();
        return new TerminalJson(terminal.name(), terminal.lastActivity(), terminal.connections(), view.memoryBytes());
    }
}
