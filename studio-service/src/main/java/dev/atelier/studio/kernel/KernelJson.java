package dev.atelier.studio.kernel;

import dev.atelier.platform.json.MoneyJson;
import dev.atelier.studio.instance.InstanceType;
import dev.atelier.studio.usage.Price;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Kernel")
record KernelJson(
        String kernelId,
        String domainId,

        @Schema(description = "Whose it is; absent for a space's") @Nullable
        String userProfileName,

        @Schema(description = "Whose it is; absent for a user's") @Nullable
        String spaceName,

        String appName,
        String kernelName,
        String image,
        String instanceType,
        String path,

        @Schema(description = "What it runs on; absent (\"Unknown\") until the instance runs") @Nullable
        SpecJson spec,

        @Schema(description = "starting, idle, busy, restarting or dead")
        String executionState,

        int connections,
        Instant lastActivity,
        Instant creationTime,

        @Schema(description = "Why it is dead, or why its process last ended by itself") @Nullable
        String deathReason,

        @Nullable DeathJson death,
        @Nullable String instanceId,

        @Schema(description = "Resident memory of its process and all that it started; absent when not known") @Nullable
        Long memoryBytes) {
    @RegisterForReflection
    @Schema(name = "KernelDeath")
    record DeathJson(
            @Schema(description = "out-of-memory, signal, exit, app-ended, shut-down or unknown")
            String cause,

            String reason,
            @Nullable Integer exitCode,

            @Schema(description = "SIGKILL") @Nullable String signal) {
        static @Nullable DeathJson of(@Nullable Death death) {
            return death == null
                    ? null
                    : new DeathJson(death.cause().wireName(), death.reason(), death.exitCode(), death.signal());
        }
    }

    @RegisterForReflection
    @Schema(name = "KernelSpecification")
    record SpecJson(
            String instanceType,
            int vcpu,
            BigDecimal memoryGib,
            int gpu,
            @Nullable MoneyJson pricePerHour) {
        static @Nullable SpecJson of(@Nullable InstanceType type) {
            return type == null
                    ? null
                    : new SpecJson(
                            type.name(), type.vcpu(), type.memoryGib(), type.gpu(), Price.toJson(type.pricePerHour()));
        }
    }

    static KernelJson of(KernelView view) {
        Kernel kernel = view.kernel();
        return new KernelJson(
                kernel.kernelId(),
                kernel.owner().domainId(),
                kernel.owner().userProfileName(),
                kernel.owner().spaceName(),
                kernel.appName(),
                kernel.kernelName(),
                kernel.image(),
                kernel.instanceType(),
                kernel.path(),
                SpecJson.of(view.spec()),
                view.state().wireName(),
                view.connections(),
                view.lastActivity(),
                kernel.creationTime(),
                kernel.deathReason().isEmpty() ? null : kernel.deathReason(),
                DeathJson.of(kernel.death()),
                view.instanceId(),
                view.memoryBytes());
    }
}
