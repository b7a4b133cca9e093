package dev.atelier.billing.budget.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.budget.Budgets;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/alerts}. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Budgets")
@RunOnVirtualThread
public class AlertResource {
    private final Budgets budgets;
    private final CallerContext callers;

    AlertResource(Budgets budgets, CallerContext callers) {
        this.budgets = budgets;
        this.callers = callers;
    }

    @GET
    @Operation(
            summary = "List alerts of budgets",
            description = "The newest first. Members see those of their own user profile's budgets.")
    public Page<AlertJson> listAlerts(
            @QueryParam("budgetId") @DefaultValue("") String budgetId,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return budgets.alerts(callers.caller(), budgetId, PageRequest.of(pageSize, pageToken))
                .map(AlertJson::of);
    }
}
