package dev.atelier.billing.budget.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.budget.BudgetStatus;
import dev.atelier.billing.budget.Budgets;
import dev.atelier.billing.v1.BudgetService;
import dev.atelier.billing.v1.CreateBudgetRequest;
import dev.atelier.billing.v1.CreateBudgetResponse;
import dev.atelier.billing.v1.DeleteBudgetRequest;
import dev.atelier.billing.v1.DeleteBudgetResponse;
import dev.atelier.billing.v1.GetBudgetRequest;
import dev.atelier.billing.v1.GetBudgetResponse;
import dev.atelier.billing.v1.ListAlertsRequest;
import dev.atelier.billing.v1.ListAlertsResponse;
import dev.atelier.billing.v1.ListBudgetEventsRequest;
import dev.atelier.billing.v1.ListBudgetEventsResponse;
import dev.atelier.billing.v1.ListBudgetsRequest;
import dev.atelier.billing.v1.ListBudgetsResponse;
import dev.atelier.billing.v1.OverrideBudgetRequest;
import dev.atelier.billing.v1.OverrideBudgetResponse;
import dev.atelier.billing.v1.UpdateBudgetRequest;
import dev.atelier.billing.v1.UpdateBudgetResponse;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.platform.time.RequestTimes;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** {@code atelier.billing.v1.BudgetService}. */
@GrpcService
class BudgetGrpc implements BudgetService {
    private final Budgets budgets;
    private final CallerContext callers;

    BudgetGrpc(Budgets budgets, CallerContext callers) {
        this.budgets = budgets;
        this.callers = callers;
    }

    @Override
    @Blocking
    public Uni<CreateBudgetResponse> createBudget(CreateBudgetRequest request) {
        BudgetStatus created =
                budgets.create(callers.caller(), BudgetProtos.draft(request.getSpec()), request.getIdempotencyKey());
        return Uni.createFrom()
                .item(CreateBudgetResponse.newBuilder()
                        .setBudget(BudgetProtos.budget(created))
                        .build());
    }

    @Override
    @Blocking
    public Uni<GetBudgetResponse> getBudget(GetBudgetRequest request) {
        return Uni.createFrom()
                .item(GetBudgetResponse.newBuilder()
                        .setBudget(BudgetProtos.budget(budgets.get(callers.caller(), request.getBudgetId())))
                        .build());
    }

    @Override
    @Blocking
    public Uni<ListBudgetsResponse> listBudgets(ListBudgetsRequest request) {
        Page<BudgetStatus> page =
                budgets.list(callers.caller(), PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        return Uni.createFrom()
                .item(ListBudgetsResponse.newBuilder()
                        .addAllBudgets(
                                page.items().stream().map(BudgetProtos::budget).toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }

    @Override
    @Blocking
    public Uni<UpdateBudgetResponse> updateBudget(UpdateBudgetRequest request) {
        BudgetStatus changed =
                budgets.update(callers.caller(), request.getBudgetId(), BudgetProtos.draft(request.getSpec()));
        return Uni.createFrom()
                .item(UpdateBudgetResponse.newBuilder()
                        .setBudget(BudgetProtos.budget(changed))
                        .build());
    }

    @Override
    @Blocking
    public Uni<DeleteBudgetResponse> deleteBudget(DeleteBudgetRequest request) {
        budgets.delete(callers.caller(), request.getBudgetId());
        return Uni.createFrom().item(DeleteBudgetResponse.getDefaultInstance());
    }

    @Override
    @Blocking
    public Uni<OverrideBudgetResponse> overrideBudget(OverrideBudgetRequest request) {
        BudgetStatus changed = budgets.override(
                callers.caller(),
                request.getBudgetId(),
                request.hasUntil() ? RequestTimes.instant("until", request.getUntil()) : null,
                request.getReason());
        return Uni.createFrom()
                .item(OverrideBudgetResponse.newBuilder()
                        .setBudget(BudgetProtos.budget(changed))
                        .build());
    }

    @Override
    @Blocking
    public Uni<ListAlertsResponse> listAlerts(ListAlertsRequest request) {
        Page<dev.atelier.billing.budget.Alert> page = budgets.alerts(
                callers.caller(),
                request.getBudgetId(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        return Uni.createFrom()
                .item(ListAlertsResponse.newBuilder()
                        .addAllAlerts(
                                page.items().stream().map(BudgetProtos::alert).toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }

    @Override
    @Blocking
    public Uni<ListBudgetEventsResponse> listBudgetEvents(ListBudgetEventsRequest request) {
        Page<dev.atelier.billing.budget.BudgetEvent> page = budgets.events(
                callers.caller(),
                request.getBudgetId(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        return Uni.createFrom()
                .item(ListBudgetEventsResponse.newBuilder()
                        .addAllEvents(
                                page.items().stream().map(BudgetProtos::event).toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }
}
