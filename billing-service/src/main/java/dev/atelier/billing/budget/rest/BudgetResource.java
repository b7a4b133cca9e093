package dev.atelier.billing.budget.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.budget.BudgetDraft;
import dev.atelier.billing.budget.BudgetStatus;
import dev.atelier.billing.budget.Budgets;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/budgets}. */
@Path("/api/v1/budgets")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Budgets")
@RunOnVirtualThread
public class BudgetResource {
    private static final BudgetRequestJson NOTHING =
            new BudgetRequestJson(null, null, null, null, null, null, null, null, null, null);

    private final Budgets budgets;
    private final CallerContext callers;

    BudgetResource(Budgets budgets, CallerContext callers) {
        this.budgets = budgets;
        this.callers = callers;
    }

    @POST
    @Operation(
            summary = "Create a budget",
            description =
                    "How much a scope may cost in a period. Its alerts are listed, logged, and sent to its webhook, "
                            + "signed. When it is used up it may refuse launches, or also stop what runs.")
    @APIResponse(
            responseCode = "201",
            description = "The budget counts from now on, with what is spent in its period already.",
            content = @Content(schema = @Schema(implementation = BudgetJson.class)))
    public Response createBudget(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context UriInfo uri,
            @Nullable BudgetRequestJson request) {
        BudgetStatus created = budgets.create(callers.caller(), draft(request), idempotencyKey);
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/budgets")
                        .path(created.budget().id())
                        .build())
                .entity(BudgetJson.of(created))
                .build();
    }

    @GET
    @Operation(summary = "List budgets", description = "By id. Members see those of their own user profile.")
    public Page<BudgetJson> listBudgets(
            @QueryParam("pageSize") @Nullable Integer pageSize, @QueryParam("pageToken") @Nullable String pageToken) {
        return budgets.list(callers.caller(), PageRequest.of(pageSize, pageToken))
                .map(BudgetJson::of);
    }

    @GET
    @Path("/{budgetId: [^/:]+}")
    @Operation(summary = "Get a budget", description = "With what is spent of it.")
    public BudgetJson getBudget(@PathParam("budgetId") String budgetId) {
        return BudgetJson.of(budgets.get(callers.caller(), budgetId));
    }

    @PUT
    @Path("/{budgetId: [^/:]+}")
    @Operation(summary = "Change a budget", description = "Replaces all of it; the alerts of this period stay given.")
    public BudgetJson updateBudget(@PathParam("budgetId") String budgetId, @Nullable BudgetRequestJson request) {
        return BudgetJson.of(budgets.update(callers.caller(), budgetId, draft(request)));
    }

    @DELETE
    @Path("/{budgetId: [^/:]+}")
    @Operation(summary = "Delete a budget", description = "With its alerts; its audit stays.")
    public void deleteBudget(@PathParam("budgetId") String budgetId) {
        budgets.delete(callers.caller(), budgetId);
    }

    @POST
    @Path("/{budgetId: [^/:]+}:override")
    @Operation(
            summary = "Do not enforce a budget for a time",
            description = "Launches are allowed and nothing is stopped until then; alerts are given all the same.")
    public BudgetJson overrideBudget(@PathParam("budgetId") String budgetId, @Nullable OverrideJson request) {
        return BudgetJson.of(budgets.override(
                callers.caller(),
                budgetId,
                request == null ? null : request.until(),
                request == null ? "" : Objects.requireNonNullElse(request.reason(), "")));
    }

    @GET
    @Path("/{budgetId: [^/:]+}/audit-events")
    @Operation(
            summary = "List what was done with a budget and by it",
            description = "The newest first, also after it is deleted.")
    public Page<BudgetEventJson> listBudgetEvents(
            @PathParam("budgetId") String budgetId,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return budgets.events(callers.caller(), budgetId, PageRequest.of(pageSize, pageToken))
                .map(BudgetEventJson::of);
    }

    private static BudgetDraft draft(@Nullable BudgetRequestJson request) {
        return (request == null ? NOTHING : request).draft();
    }
}
