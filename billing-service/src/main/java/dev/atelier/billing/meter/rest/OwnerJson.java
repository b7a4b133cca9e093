package dev.atelier.billing.meter.rest;

import dev.atelier.billing.meter.Owner;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who uses a resource and who pays; absent where there is none. */
@RegisterForReflection
@Schema(name = "Owner")
public record OwnerJson(
        @Nullable String domainId,
        @Nullable String userProfileName,
        @Nullable String spaceName,
        @Nullable String team,
        @Nullable String project,
        @Nullable Map<String, String> tags) {
    public static OwnerJson of(Owner owner) {
        return new OwnerJson(
                owner.domainId(),
                absent(owner.userProfileName()),
                absent(owner.spaceName()),
                absent(owner.team()),
                absent(owner.project()),
                owner.tags().isEmpty() ? null : owner.tags());
    }

    public Owner toOwner() {
        return new Owner(
                text(domainId),
                text(userProfileName),
                text(spaceName),
                text(team),
                text(project),
                tags == null ? Map.of() : tags);
    }

    /** The text, or "" where it is absent. */
    public static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    /** The text, absent where it is "". */
    public static @Nullable String absent(String text) {
        return text.isEmpty() ? null : text;
    }
}
