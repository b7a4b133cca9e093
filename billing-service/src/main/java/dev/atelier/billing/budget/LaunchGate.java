package dev.atelier.billing.budget;

import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.price.Component;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all budgets of an owner say about a launch. */
@ApplicationScoped
public class LaunchGate {
    private final BudgetTable budgets;
    private final Spending spending;
    private final Clock clock;

    LaunchGate(BudgetTable budgets, Spending spending, Clock clock) {
        this.budgets = budgets;
        this.spending = spending;
        this.clock = clock;
    }

    /**
     * One check per budget that refuses launches, and one per budget that bounds how many instances run. What was let pass and has
     * not started is not counted: several that ask at the same moment may go beyond the bound together.
     */
    public List<LaunchCheck> check(Owner owner, int instances) {
        Instant now = Micros.truncate(clock.instant());
        List<LaunchCheck> checks = new ArrayList<>();
        for (Budget budget : budgets.covering(owner)) {
            if (budget.enforcement() != Enforcement.NONE) {
                checks.add(money(budget, now));
            }
            if (budget.maxInstances() > 0) {
                checks.add(quota(budget, instances, now));
            }
        }
        checks.stream().filter(check -> !check.allowed()).forEach(check -> audit(check, owner, now));
        return checks;
    }

    private LaunchCheck money(Budget budget, Instant now) {
        Optional<Spent> spent = spending.spent(budget, now);
        boolean allowed = budget.overridden(now)
                || spent.map(known ->
                                known.amount().value().compareTo(budget.limit().value()) < 0)
                        .orElse(budget.exceededAt() == null);
        return new LaunchCheck(
                LaunchCheck.Kind.BUDGET,
                allowed,
                allowed
                        ? ""
                        : "The budget '%s' of %s is used up: %s%s. Ask an administrator to raise it or to grant an override."
                                .formatted(
                                        budget.name(),
                                        budget.scope().text(),
                                        spent.map(known -> known.of(budget.limit()))
                                                .orElseGet(() -> "more than is known of %s %s are spent"
                                                        .formatted(
                                                                budget.limit().text(),
                                                                budget.limit().currency())),
                                        budget.period() instanceof Period.Month month
                                                ? "; it begins anew at " + month.end(now)
                                                : ""),
                budget.id());
    }

    private LaunchCheck quota(Budget budget, int instances, Instant now) {
        long running = spending.running(budget.scope()).stream()
                .filter(meter -> meter.component() != Component.STORAGE)
                .mapToLong(meter -> meter.usage().instanceCount())
                .sum();
        boolean allowed = budget.overridden(now) || running + instances <= budget.maxInstances();
        return new LaunchCheck(
                LaunchCheck.Kind.QUOTA,
                allowed,
                allowed
                        ? ""
                        : "The budget '%s' lets %d instances of %s run at once, and %d do. Stop one first."
                                .formatted(
                                        budget.name(),
                                        budget.maxInstances(),
                                        budget.scope().text(),
                                        running),
                budget.id());
    }

    private void audit(LaunchCheck check, Owner owner, Instant now) {
        String detail = "%s for %s/%s".formatted(check.kind().code(), owner.domainId(), owner.userProfileName());
        if (!budgets.audited(check.budgetId(), now.minus(Duration.ofMinutes(1)), "launch-refused", detail)) {
            budgets.audit(check.budgetId(), now, "billing-service", "launch-refused", detail);
        }
    }
}
