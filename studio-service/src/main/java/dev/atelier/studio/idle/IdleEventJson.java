package dev.atelier.studio.idle;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "IdleEvent")
record IdleEventJson(
        String eventId,
        String domainId,

        @Schema(description = "Whose it is; absent for a space's") @Nullable
        String userProfileName,

        @Schema(description = "Whose it is; absent for a user's") @Nullable
        String spaceName,

        @Schema(enumeration = {"Warning", "Shutdown"}) String eventType,
        @Schema(enumeration = {"Kernel", "Terminal", "App"}) String resourceType,
        String resourceId,
        String appId,
        String appName,
        String reason,
        Instant dueTime,
        Instant eventTime) {
    static IdleEventJson of(IdleEvent event) {
        return new IdleEventJson(
                event.eventId(),
                event.owner().domainId(),
                event.owner().userProfileName(),
                event.owner().spaceName(),
                event.type().wireName(),
                event.resource().wireName(),
                event.resourceId(),
                event.appId(),
                event.appName(),
                event.reason(),
                event.dueTime(),
                event.eventTime());
    }
}
