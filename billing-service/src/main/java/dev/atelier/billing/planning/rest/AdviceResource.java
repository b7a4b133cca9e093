package dev.atelier.billing.planning.rest;

import dev.atelier.billing.planning.Advisor;
import dev.atelier.billing.report.rest.UsageFilterParams;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/v1/advice}. */
@Path("/api/v1/advice")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Planning")
@RunOnVirtualThread
public class AdviceResource {
    private final Advisor advisor;
    private final CallerContext callers;

    AdviceResource(Advisor advisor, CallerContext callers) {
        this.advisor = advisor;
        this.callers = callers;
    }

    @GET
    @Operation(
            summary = "Get advice",
            description =
                    "What to change, with what that saves in a month and the figures it follows from. Members see "
                            + "their own usage only.")
    public AdviceReportJson getAdvice(
            @Parameter(description = "How many days back are looked at, 1 to 90; 14 unless said.")
                    @QueryParam("days")
                    @DefaultValue("0")
                    int days,
            @BeanParam UsageFilterParams filter) {
        return AdviceReportJson.of(advisor.report(filter.filter(), days, callers.caller()));
    }
}
