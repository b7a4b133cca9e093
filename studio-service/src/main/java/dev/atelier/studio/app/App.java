package dev.atelier.studio.app;

import dev.atelier.studio.tenancy.Owner;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs on an instance: the Lab, or the kernels of one image.
 *
 * @param lifecycleConfig the name of the lifecycle configuration that it starts with; null for none
 */
public record App(
        String appId,
        Owner owner,
        AppType type,
        String appName,
        String image,
        String instanceType,
        String instanceId,
        AppState state,
        Instant creationTime,
        @Nullable String lifecycleConfig) {

    /** The instance as others may know it: what the free Lab runs on is nobody's business. */
    public @Nullable String publicInstanceId() {
        return type == AppType.JUPYTER_SERVER ? null : instanceId;
    }

    /** When its state last changed. */
    Instant modifiedTime() {
        Instant end = state.endTime();
        return end == null ? Objects.requireNonNullElse(state.inServiceTime(), creationTime) : end;
    }

    AppRef ref() {
        return new AppRef(appId, appName);
    }

    AppView view() {
        return new AppView(
                appId,
                appName,
                owner,
                type,
                image,
                instanceType,
                publicInstanceId(),
                state.status(),
                state.failureReason(),
                state.endReason(),
                creationTime,
                state.inServiceTime(),
                state.endTime());
    }
}
