package dev.atelier.studio.settings;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a user's launches start with and how long they may idle. In a domain these are the defaults of all of its profiles; in a
 * profile each value that is there overrides the domain's.
 *
 * @param image for kernels whose image is not named
 * @param instanceType for kernels whose instance type is not named
 * @param idleTimeout how long something may idle until it is shut down; zero is never
 * @param idleTimeoutByInstanceType the same for one instance type, stronger than {@code idleTimeout}
 * @param quotas what one user may have
 * @param customImages how own images are run; one that is not here offers Python 3 in its newest version
 * @param lifecycleConfigs what runs before apps start
 */
@RegisterForReflection
@Schema(name = "UserSettings", description = "Defaults for launches, idle timeouts and quotas of one user.")
public record Settings(
        @Nullable String image,
        @Nullable String instanceType,

        @Schema(description = "ISO-8601; PT0S is never", examples = "PT2H") @Nullable
        Duration idleTimeout,

        @Schema(description = "By instance type; stronger than idleTimeout") @Nullable
        Map<String, Duration> idleTimeoutByInstanceType,

        @Nullable Quotas quotas,

        @Schema(description = "How own images are run; one that is not here offers Python 3 in its newest version")
        @Nullable
        List<CustomImage> customImages,

        @Schema(description = "Lifecycle configurations that are attached, by the type of the app") @Nullable
        LifecycleSettings lifecycleConfigs) {
    /** Nothing is set. */
    public static final Settings NONE = new Settings(null, null, null, null, null, null, null);

    public Settings {
        image = image == null || image.isEmpty() ? null : image;
        instanceType = instanceType == null || instanceType.isEmpty() ? null : instanceType;
        idleTimeoutByInstanceType = idleTimeoutByInstanceType == null || idleTimeoutByInstanceType.isEmpty()
                ? null
                : Map.copyOf(idleTimeoutByInstanceType);
        quotas = Quotas.NONE.equals(quotas) ? null : quotas;
        customImages = customImages == null || customImages.isEmpty() ? null : List.copyOf(customImages);
        lifecycleConfigs = LifecycleSettings.NONE.equals(lifecycleConfigs) ? null : lifecycleConfigs;
    }

    /** Its quotas; no limits when none are set. */
    @JsonIgnore
    public Quotas limits() {
        return quotas == null ? Quotas.NONE : quotas;
    }

    /** The lifecycle configurations that are attached. */
    @JsonIgnore
    public LifecycleSettings lifecycle() {
        return lifecycleConfigs == null ? LifecycleSettings.NONE : lifecycleConfigs;
    }

    /** The idle timeouts by instance type; empty when there are none. */
    @JsonIgnore
    public Map<String, Duration> timeouts() {
        return idleTimeoutByInstanceType == null ? Map.of() : idleTimeoutByInstanceType;
    }

    /** How own images are run; empty when nothing is said. */
    @JsonIgnore
    public List<CustomImage> ownImages() {
        return customImages == null ? List.of() : customImages;
    }

    /** How long something on this instance type may idle; zero is never, empty is not set. */
    public Optional<Duration> idleTimeoutOn(String type) {
        return Optional.ofNullable(timeouts().getOrDefault(type, idleTimeout));
    }

    /**
     * These settings, and those of the base where these say nothing. An idle timeout of these for everything is stronger than one
     * of the base for an instance type.
     */
    public Settings over(Settings base) {
        Map<String, Duration> types = new HashMap<>(idleTimeout == null ? base.timeouts() : Map.of());
        types.putAll(timeouts());
        return new Settings(
                image == null ? base.image : image,
                instanceType == null ? base.instanceType : instanceType,
                idleTimeout == null ? base.idleTimeout : idleTimeout,
                types,
                limits().over(base.limits()),
                customImages == null ? base.customImages : customImages,
                lifecycle().over(base.lifecycle()));
    }

    /** The same with these defaults for launches. */
    public Settings with(String newImage, String newInstanceType) {
        return new Settings(
                newImage,
                newInstanceType,
                idleTimeout,
                idleTimeoutByInstanceType,
                quotas,
                customImages,
                lifecycleConfigs);
    }
}
