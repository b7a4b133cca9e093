package dev.atelier.studio.settings;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much may run or be kept at the same time. An absent figure is no limit; 0 allows nothing. The free Lab counts nowhere.
 *
 * @param apps KernelGateway apps that are Pending, InService or Deleting
 * @param instances instances that are Pending or Running
 * @param instancesByType the same of one instance type
 * @param kernels kernels that are not dead
 * @param homeSizeBytes what the files in one home directory take up
 */
@RegisterForReflection
@Schema(name = "Quotas", description = "How much may run or be kept at the same time; an absent figure is no limit.")
public record Quotas(
        @Nullable Integer apps,
        @Nullable Integer instances,
        @Nullable Map<String, Integer> instancesByType,
        @Nullable Integer kernels,

        @Schema(description = "Of one home directory; not for a domain as a whole") @Nullable
        Long homeSizeBytes) {
    /** No limit at all. */
    public static final Quotas NONE = new Quotas(null, null, null, null, null);

    public Quotas {
        instancesByType = instancesByType == null || instancesByType.isEmpty() ? null : Map.copyOf(instancesByType);
    }

    /** The limits by instance type; empty when there are none. */
    @JsonIgnore
    public Map<String, Integer> byType() {
        return instancesByType == null ? Map.of() : instancesByType;
    }

    /** These limits, and those of the base where these say nothing. */
    public Quotas over(Quotas base) {
        Map<String, Integer> types = new HashMap<>(base.byType());
        types.putAll(byType());
        return new Quotas(
                apps == null ? base.apps : apps,
                instances == null ? base.instances : instances,
                types,
                kernels == null ? base.kernels : kernels,
                homeSizeBytes == null ? base.homeSizeBytes : homeSizeBytes);
    }
}
