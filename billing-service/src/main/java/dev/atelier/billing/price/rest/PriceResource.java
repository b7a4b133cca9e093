package dev.atelier.billing.price.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.price.PriceBooks;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/prices}. */
@Path("/api/v1/prices")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prices")
@RunOnVirtualThread
public class PriceResource {
    private final PriceBooks prices;
    private final CallerContext callers;
    private final Clock clock;

    PriceResource(PriceBooks prices, CallerContext callers, Clock clock) {
        this.prices = prices;
        this.callers = callers;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "List the prices in force", description = "By instance type, component, and region.")
    public Page<PriceJson> listPrices(
            @QueryParam("instanceType") @DefaultValue("") String instanceType,
            @QueryParam("component") @DefaultValue("") String component,
            @QueryParam("region") @DefaultValue("") String region,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        callers.caller();
        return prices.list(
                        new PriceBooks.Filter(instanceType, component, region),
                        PageRequest.of(pageSize, pageToken),
                        clock.instant())
                .map(PriceJson::of);
    }
}
