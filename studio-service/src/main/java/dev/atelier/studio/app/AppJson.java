package dev.atelier.studio.app;

import dev.atelier.platform.json.MoneyJson;
import dev.atelier.studio.usage.Price;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "App")
record AppJson(
        String appId,
        String domainId,

        @Schema(description = "Whose it is; absent for a space's") @Nullable
        String userProfileName,

        @Schema(description = "Whose it is; absent for a user's") @Nullable
        String spaceName,

        String appType,
        String appName,
        String image,
        String instanceType,
        @Nullable String instanceId,

        @Schema(description = "The lifecycle configuration that it started with") @Nullable
        String lifecycleConfigName,

        String status,
        @Nullable String failureReason,
        @Nullable String endReason,
        Instant creationTime,
        @Nullable Instant inServiceTime,
        @Nullable Instant endTime,
        @Nullable MoneyJson pricePerHour,

        @Schema(
                description =
                        "Its part of what its instance has cost; absent for a free app, and while billing cannot say.")
        @Nullable
        MoneyJson costSoFar,

        @Schema(description = "A price in pricePerHour or costSoFar is an estimate.")
        boolean priceEstimated) {
    static AppJson of(AppWithPrice priced) {
        App app = priced.app();
        return new AppJson(
                app.appId(),
                app.owner().domainId(),
                app.owner().userProfileName(),
                app.owner().spaceName(),
                app.type().wireName(),
                app.appName(),
                app.image(),
                app.instanceType(),
                app.publicInstanceId(),
                app.lifecycleConfig(),
                app.state().status(),
                app.state().failureReason(),
                app.state().endReason(),
                app.creationTime(),
                app.state().inServiceTime(),
                app.state().endTime(),
                Price.toJson(priced.pricePerHour()),
                Price.toJson(priced.costSoFar()),
                Price.anyEstimated(priced.pricePerHour(), priced.costSoFar()));
    }
}
