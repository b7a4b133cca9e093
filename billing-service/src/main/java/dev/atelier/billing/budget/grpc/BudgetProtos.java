package dev.atelier.billing.budget.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.budget.Budget;
import dev.atelier.billing.budget.BudgetDraft;
import dev.atelier.billing.budget.BudgetStatus;
import dev.atelier.billing.budget.Enforcement;
import dev.atelier.billing.budget.Period;
import dev.atelier.billing.budget.Spent;
import dev.atelier.billing.price.grpc.PriceProtos;
import dev.atelier.billing.v1.Alert;
import dev.atelier.billing.v1.AlertKind;
import dev.atelier.billing.v1.BudgetEnforcement;
import dev.atelier.billing.v1.BudgetEvent;
import dev.atelier.billing.v1.BudgetScope;
import dev.atelier.billing.v1.BudgetScopeType;
import dev.atelier.billing.v1.BudgetSpec;
import dev.atelier.platform.time.RequestTimes;

/** Budgets as messages. */
final class BudgetProtos {
    private BudgetProtos() {}

    static BudgetDraft draft(BudgetSpec spec) {
        return new BudgetDraft(
                spec.getName(),
                scopeType(spec.getScope().getType()),
                spec.getScope().getDomainId(),
                spec.getScope().getName(),
                spec.getScope().getValue(),
                spec.getLimit().getAmount(),
                spec.getLimit().getCurrency(),
                spec.getRollingDays(),
                spec.getTimeZone(),
                spec.getThresholdsList(),
                enforcement(spec.getEnforcement()),
                spec.hasGrace() ? RequestTimes.duration("grace", spec.getGrace()) : null,
                spec.getMaxInstances(),
                spec.getWebhookUrl(),
                spec.getWebhookSecret());
    }

    static dev.atelier.billing.v1.Budget budget(BudgetStatus status) {
        Budget budget = status.budget();
        dev.atelier.billing.v1.Budget.Builder message = dev.atelier.billing.v1.Budget.newBuilder()
                .setBudgetId(budget.id())
                .setSpec(spec(budget))
                .setCreationTime(ProtoTimes.timestamp(budget.createdAt()))
                .setCreatedBy(budget.createdBy())
                .setPeriodStart(ProtoTimes.timestamp(status.periodStart()));
        if (budget.overrideUntil() != null) {
            message.setOverrideUntil(ProtoTimes.timestamp(budget.overrideUntil()));
        }
        Spent spent = status.spent();
        if (spent != null) {
            message.setSpent(PriceProtos.money(spent.amount())).setEstimated(spent.estimated());
        }
        return message.build();
    }

    private static BudgetSpec spec(Budget budget) {
        BudgetSpec.Builder spec = BudgetSpec.newBuilder()
                .setName(budget.name())
                .setScope(BudgetScope.newBuilder()
                        .setType(BudgetScopeType.valueOf(
                                "BUDGET_SCOPE_TYPE_" + budget.scope().type().toUpperCase(java.util.Locale.ROOT)))
                        .setDomainId(budget.scope().domain())
                        .setName(budget.scope().name())
                        .setValue(budget.scope().value()))
                .setLimit(PriceProtos.money(budget.limit()))
                .addAllThresholds(budget.thresholds())
                .setEnforcement(
                        switch (budget.enforcement()) {
                            case NONE -> BudgetEnforcement.BUDGET_ENFORCEMENT_NONE;
                            case REFUSE -> BudgetEnforcement.BUDGET_ENFORCEMENT_REFUSE;
                            case SHUT_DOWN -> BudgetEnforcement.BUDGET_ENFORCEMENT_SHUT_DOWN;
                        })
                .setGrace(ProtoTimes.duration(budget.grace()))
                .setMaxInstances(budget.maxInstances())
                .setWebhookUrl(budget.webhook().url());
        switch (budget.period()) {
            case Period.Month month -> spec.setTimeZone(month.zone().getId());
            case Period.Rolling(int days) -> spec.setRollingDays(days);
        }
        return spec.build();
    }

    static Alert alert(dev.atelier.billing.budget.Alert alert) {
        Alert.Builder message = Alert.newBuilder()
                .setAlertId("alert-" + alert.id())
                .setBudgetId(alert.budgetId())
                .setKind(
                        switch (alert.kind()) {
                            case THRESHOLD -> AlertKind.ALERT_KIND_THRESHOLD;
                            case SHUT_DOWN -> AlertKind.ALERT_KIND_SHUT_DOWN;
                            case UNKNOWN_PRICE -> AlertKind.ALERT_KIND_UNKNOWN_PRICE;
                        })
                .setThreshold(alert.threshold())
                .setPeriodStart(ProtoTimes.timestamp(alert.periodStart()))
                .setTime(ProtoTimes.timestamp(alert.time()))
                .setLimit(PriceProtos.money(alert.limit()))
                .setMessage(alert.message());
        if (alert.spent() != null) {
            message.setSpent(PriceProtos.money(alert.spent())).setEstimated(alert.estimated());
        }
        return message.build();
    }

    static BudgetEvent event(dev.atelier.billing.budget.BudgetEvent event) {
        return BudgetEvent.newBuilder()
                .setTime(ProtoTimes.timestamp(event.time()))
                .setActor(event.actor())
                .setAction(event.action())
                .setDetail(event.detail())
                .build();
    }

    private static String scopeType(BudgetScopeType type) {
        return switch (type) {
            case BUDGET_SCOPE_TYPE_UNSPECIFIED, UNRECOGNIZED -> "";
            case BUDGET_SCOPE_TYPE_INSTALLATION -> "installation";
            case BUDGET_SCOPE_TYPE_DOMAIN -> "domain";
            case BUDGET_SCOPE_TYPE_USER -> "user";
            case BUDGET_SCOPE_TYPE_TEAM -> "team";
            case BUDGET_SCOPE_TYPE_PROJECT -> "project";
            case BUDGET_SCOPE_TYPE_TAG -> "tag";
        };
    }

    private static String enforcement(BudgetEnforcement enforcement) {
        return switch (enforcement) {
            case BUDGET_ENFORCEMENT_UNSPECIFIED -> "";
            case BUDGET_ENFORCEMENT_NONE -> Enforcement.NONE.code();
            case BUDGET_ENFORCEMENT_REFUSE -> Enforcement.REFUSE.code();
            case BUDGET_ENFORCEMENT_SHUT_DOWN -> Enforcement.SHUT_DOWN.code();
            case UNRECOGNIZED -> enforcement.name();
        };
    }
}
