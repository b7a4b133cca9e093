package dev.atelier.billing.estimate.rest;

import dev.atelier.billing.estimate.Estimates;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/estimates:compare}. */
@Path("/api/v1/estimates:compare")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Estimates")
@RunOnVirtualThread
public class ComparisonResource {
    private static final ComparisonRequestJson NOTHING =
            new ComparisonRequestJson(null, null, null, null, null, null, null, null);

    private final Estimates estimates;
    private final CallerContext callers;

    ComparisonResource(Estimates estimates, CallerContext callers) {
        this.estimates = estimates;
        this.callers = callers;
    }

    @POST
    @Operation(
            summary = "Compare instance types",
            description = "Prices every instance type that has enough, the cheapest first, with the prices of now. It "
                    + "keeps nothing.")
    public ComparisonJson compareInstanceTypes(@Nullable ComparisonRequestJson request) {
        callers.caller();
        return ComparisonJson.of(estimates.compare((request == null ? NOTHING : request).draft()));
    }
}
