package dev.atelier.studio.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which lifecycle configurations apps of one type may start with.
 *
 * @param defaultName the one that runs when none is named; {@code None} for none where the base has one
 * @param allowed those that can be named besides
 */
@RegisterForReflection
@Schema(name = "LifecycleChoice")
public record LifecycleChoice(
        @Schema(description = "Runs when none is named; None where none is to run") @Nullable
        String defaultName,

        @Schema(description = "Can be named at an app's start, besides the default") @Nullable
        List<String> allowed) {
    /** Nothing is set. */
    static final LifecycleChoice NONE = new LifecycleChoice(null, null);

    /** The name that stands for no lifecycle configuration. */
    public static final String NO_SCRIPT = "None";

    public LifecycleChoice {
        defaultName = defaultName == null || defaultName.isEmpty() ? null : defaultName;
        allowed = allowed == null || allowed.isEmpty() ? null : List.copyOf(allowed);
    }

    /** Whether an app can be started with it. */
    public boolean allows(String name) {
        return name.equals(NO_SCRIPT) || name.equals(defaultName) || (allowed != null && allowed.contains(name));
    }

    LifecycleChoice over(LifecycleChoice base) {
        return new LifecycleChoice(
                defaultName == null ? base.defaultName : defaultName, allowed == null ? base.allowed : allowed);
    }
}
