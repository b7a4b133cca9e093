package dev.atelier.studio.quota;

import dev.atelier.api.page.Page;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.OwnerFilter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Quotas over REST. */
@Path("/api/v1/quotas")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Quotas")
class QuotaResource {
    private final QuotaOperations operations;
    private final CallerContext callers;

    QuotaResource(QuotaOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @GET
    @Operation(
            summary = "List the quotas of a user or a space, or of a domain as a whole, with what is in use",
            description =
                    "They are set with the settings of domains, user profiles and spaces. A member's own unless said.")
    public Page<QuotaJson> listQuotas(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("spaceName") @Nullable String spaceName) {
        return new Page<>(
                operations.list(callers.caller(), new OwnerFilter(domainId, userProfileName, spaceName)).stream()
                        .map(QuotaJson::of)
                        .toList(),
                null);
    }
}
