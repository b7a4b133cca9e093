package dev.atelier.billing.budget;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.cost.Micros;
import dev.atelier.platform.idempotency.Idempotency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with budgets. Administrators make and change them, viewers see all of them, and a member sees those of
 * the own user profile.
 */
@ApplicationScoped
public class Budgets {
    private static final Duration LONGEST_OVERRIDE = Duration.ofDays(31);
    private static final int MAX_REASON = 1000;

    private final BudgetTable budgets;
    private final Alerts alerts;
    private final Spending spending;
    private final Idempotency idempotency;
    private final boolean allowPrivate;
    private final Clock clock;

    Budgets(
            BudgetTable budgets,
            Alerts alerts,
            Spending spending,
            Idempotency idempotency,
            BudgetConfig config,
            Clock clock) {
        this.budgets = budgets;
        this.alerts = alerts;
        this.spending = spending;
        this.idempotency = idempotency;
        this.allowPrivate = config.webhooks().allowPrivateAddresses();
        this.clock = clock;
    }

    /** What a repeated create answers with. */
    @RegisterForReflection
    public record Created(String budgetId) {}

    /**
     * Makes a budget.
     *
     * @throws AtelierException {@code PERMISSION_DENIED}, {@code VALIDATION}, or {@code IDEMPOTENCY_CONFLICT}
     */
    @Transactional
    public BudgetStatus create(Caller caller, BudgetDraft draft, @Nullable String idempotencyKey) {
        caller.requireAdmin();
        Created created = idempotency.once(
                caller,
                "CreateBudget",
                idempotencyKey,
                draft,
                Created.class,
                () -> new Created(put(caller, "bg-" + UUID.randomUUID(), draft, null)));
        return get(caller, created.budgetId());
    }

    /** Replaces everything but the id, and the secret of the webhook when none is given for the same address. */
    @Transactional
    public BudgetStatus update(Caller caller, String id, BudgetDraft draft) {
        caller.requireAdmin();
        Budget known = budgets.lock(id).orElseThrow(() -> AtelierException.notFound("budget", id));
        put(caller, id, draft, known);
        return get(caller, id);
    }

    private String put(Caller caller, String id, BudgetDraft draft, @Nullable Budget known) {
        Instant now = now();
        Budget budget = draft.budget(id, now, caller.subject(), known);
        if (!budget.webhook().url().isEmpty()) {
            WebhookAddress.require(budget.webhook().url(), allowPrivate);
        }
        budgets.put(budget);
        budgets.audit(
                id,
                now,
                caller.subject(),
                known == null ? "created" : "changed",
                "%s: %s %s of %s, enforcement %s"
                        .formatted(
                                budget.name(),
                                budget.limit().text(),
                                budget.limit().currency(),
                                budget.scope().text(),
                                budget.enforcement().code()));
        return id;
    }

    /** Deletes it with its alerts; its audit stays. Deleting what is not there has no effect. */
    @Transactional
    public void delete(Caller caller, String id) {
        caller.requireAdmin();
        if (budgets.delete(id)) {
            budgets.audit(id, now(), caller.subject(), "deleted", "");
        }
    }

    /** One budget with what is spent of it. */
    public BudgetStatus get(Caller caller, String id) {
        Budget budget = visible(caller, id);
        return status(budget);
    }

    /** All that the caller may see, by id. */
    public Page<BudgetStatus> list(Caller caller, PageRequest page) {
        boolean own = own(caller);
        return budgets.list(own ? caller.domainId() : null, own ? caller.userProfileName() : null, page)
                .map(this::status);
    }

    /**
     * Lets a budget not be enforced for a time.
     *
     * @param until null: enforce it again at once
     * @param reason why, for the audit
     */
    @Transactional
    public BudgetStatus override(Caller caller, String id, @Nullable Instant until, String reason) {
        caller.requireAdmin();
        Instant now = now();
        if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_OVERRIDE)))) {
            throw AtelierException.invalid("until", "must be within the next 31 days");
        }
        if (until != null && (reason.isBlank() || reason.length() > MAX_REASON)) {
            throw AtelierException.invalid("reason", "must be 1 to %d characters".formatted(MAX_REASON));
        }
        Budget budget = budgets.lock(id).orElseThrow(() -> AtelierException.notFound("budget", id));
        budgets.override(budget.id(), until == null ? null : Micros.truncate(until));
        budgets.audit(
                id,
                now,
                caller.subject(),
                until == null ? "override-revoked" : "override-granted",
                until == null ? reason : "until %s: %s".formatted(until, reason));
        return get(caller, id);
    }

    /** What was done with a budget and by it, the newest first; also of a budget that is deleted. */
    public Page<BudgetEvent> events(Caller caller, String id, PageRequest page) {
        caller.requireViewer();
        return budgets.events(id, page);
    }

    /**
     * Alerts that the caller may see, the newest first.
     *
     * @param budgetId empty: of all budgets
     */
    public Page<Alert> alerts(Caller caller, String budgetId, PageRequest page) {
        boolean own = own(caller);
        return alerts.list(budgetId, own ? caller.domainId() : null, own ? caller.userProfileName() : null, page);
    }

    private Budget visible(Caller caller, String id) {
        return budgets.find(id)
                .filter(budget -> !own(caller)
                        || List.of(
                                        budget.scope().type(),
                                        budget.scope().domain(),
                                        budget.scope().name())
                                .equals(List.of(
                                        "user",
                                        String.valueOf(caller.domainId()),
                                        String.valueOf(caller.userProfileName()))))
                .orElseThrow(() -> AtelierException.notFound("budget", id));
    }

    private static boolean own(Caller caller) {
        return !caller.unlimited() && caller.role() != Role.VIEWER;
    }

    private BudgetStatus status(Budget budget) {
        Instant now = now();
        return new BudgetStatus(
                budget, budget.period().start(now), spending.spent(budget, now).orElse(null));
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }
}
