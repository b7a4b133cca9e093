package dev.atelier.studio.quota;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Quota")
record QuotaJson(
        String domainId,

        @Schema(description = "Absent for what all users of the domain have together") @Nullable
        String userProfileName,

        @Schema(description = "Absent for a user, and for a domain as a whole") @Nullable
        String spaceName,

        @Schema(description = "apps, instances, kernels or instancesByType")
        String quota,

        @Nullable String instanceType,

        @Schema(description = "Absent when there is none") @Nullable
        Integer limit,

        long inUse) {
    static QuotaJson of(QuotaUse use) {
        return new QuotaJson(
                use.domainId(),
                use.userProfileName(),
                use.spaceName(),
                use.quota(),
                use.instanceType(),
                use.limit(),
                use.inUse());
    }
}
