package dev.atelier.billing.planning.rest;

import dev.atelier.billing.planning.Forecasts;
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

/** {@code /api/v1/forecasts}. */
@Path("/api/v1/forecasts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Planning")
@RunOnVirtualThread
public class ForecastResource {
    private final Forecasts forecasts;
    private final CallerContext callers;

    ForecastResource(Forecasts forecasts, CallerContext callers) {
        this.forecasts = forecasts;
        this.callers = callers;
    }

    @GET
    @Operation(
            summary = "Forecast the month",
            description = "What the calendar month of now will have cost, with a range, from what was used in the last "
                    + "eight weeks. Members see their own usage only.")
    public ForecastJson forecastMonth(
            @Parameter(description = "Where days and months begin; UTC unless said.", example = "Europe/Berlin")
                    @QueryParam("timeZone")
                    @DefaultValue("")
                    String timeZone,
            @BeanParam UsageFilterParams filter) {
        return ForecastJson.of(forecasts.month(filter.filter(), timeZone, callers.caller()));
    }
}
