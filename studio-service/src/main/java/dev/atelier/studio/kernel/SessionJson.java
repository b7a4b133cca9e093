package dev.atelier.studio.kernel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Session")
record SessionJson(
        String sessionId,
        String domainId,

        @Schema(description = "Whose it is; absent for a space's") @Nullable
        String userProfileName,

        @Schema(description = "Whose it is; absent for a user's") @Nullable
        String spaceName,

        String path,
        String name,
        String type,
        Instant creationTime,
        KernelJson kernel) {
    static SessionJson of(SessionView view) {
        KernelSession session = view.session();
        return new SessionJson(
                session.sessionId(),
                session.owner().domainId(),
                session.owner().userProfileName(),
                session.owner().spaceName(),
                session.path(),
                session.name(),
                session.type(),
                session.creationTime(),
                KernelJson.of(view.kernel()));
    }

    @RegisterForReflection
    @Schema(name = "SwitchedSession")
    record SwitchedJson(
            SessionJson session,

            @Schema(description = "What the switch cost: memory, installed packages. Files are kept.")
            List<String> lost) {
        static SwitchedJson of(Switched switched) {
            return new SwitchedJson(SessionJson.of(switched.session()), switched.lost());
        }
    }
}
