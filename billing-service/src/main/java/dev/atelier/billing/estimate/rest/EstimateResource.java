package dev.atelier.billing.estimate.rest;

import dev.atelier.billing.estimate.Estimates;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/estimates}. */
@Path("/api/v1/estimates")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Estimates")
@RunOnVirtualThread
public class EstimateResource {
    private final Estimates estimates;
    private final CallerContext callers;

    EstimateResource(Estimates estimates, CallerContext callers) {
        this.estimates = estimates;
        this.callers = callers;
    }

    @POST
    @Operation(
            summary = "Estimate a cost",
            description = "Prices planned usage with the prices of now. It keeps nothing. An unknown price is an error "
                    + "that names its key.")
    public EstimateJson estimateCost(@Nullable EstimateRequestJson request) {
        callers.caller();
        return EstimateJson.of(estimates.estimate(request == null ? List.of() : request.drafts()));
    }
}
