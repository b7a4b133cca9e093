package dev.atelier.studio.instance;

import dev.atelier.platform.json.MoneyJson;
import dev.atelier.studio.usage.Price;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Instance")
record InstanceJson(
        String instanceId,
        String domainId,

        @Schema(description = "Whose it is; absent for a space's") @Nullable
        String userProfileName,

        @Schema(description = "Whose it is; absent for a user's") @Nullable
        String spaceName,

        String instanceType,
        String status,
        @Nullable String failureReason,
        Instant creationTime,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        List<String> appNames,
        @Nullable MoneyJson pricePerHour,

        @Schema(description = "Absent while billing cannot say.") @Nullable
        MoneyJson costSoFar,

        @Schema(description = "A price in pricePerHour or costSoFar is an estimate.")
        boolean priceEstimated) {
    static InstanceJson of(InstanceView view) {
        Instance instance = view.instance();
        return new InstanceJson(
                instance.instanceId(),
                instance.owner().domainId(),
                instance.owner().userProfileName(),
                instance.owner().spaceName(),
                instance.instanceType(),
                instance.state().status(),
                instance.state().failureReason(),
                instance.creationTime(),
                instance.state().startTime(),
                instance.state().endTime(),
                view.appNames(),
                Price.toJson(view.pricePerHour()),
                Price.toJson(view.costSoFar()),
                Price.anyEstimated(view.pricePerHour(), view.costSoFar()));
    }
}
