package dev.atelier.billing.budget;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.report.Meter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Compares budgets with the ledger, gives their alerts, and stops what runs beyond them. */
@ApplicationScoped
class BudgetChecks {
    private static final Logger LOG = Logger.getLogger(BudgetChecks.class);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal MILLIS_PER_HOUR = BigDecimal.valueOf(3_600_000);

    private final BudgetTable budgets;
    private final Alerts alerts;
    private final Spending spending;
    private final Shutdown shutdown;
    private final Clock clock;

    BudgetChecks(BudgetTable budgets, Alerts alerts, Spending spending, Shutdown shutdown, Clock clock) {
        this.budgets = budgets;
        this.alerts = alerts;
        this.spending = spending;
        this.shutdown = shutdown;
        this.clock = clock;
    }

    /**
     * Checks every budget; one that fails hinders no other.
     *
     * @return when a budget that shuts down will reach its next threshold or be used up, if all goes on as it does; nothing when
     *     none will
     */
    Optional<Instant> run() {
        Instant next = null;
        for (String id : budgets.ids()) {
            try {
                Instant due = check(id);
                next = due != null && (next == null || due.isBefore(next)) ? due : next;
            } catch (RuntimeException e) {
                LOG.errorf(e, "event=budget-check-failed budget=%s", id);
            }
        }
        return Optional.ofNullable(next);
    }

    private record Verdict(Budget budget, boolean exceeded, Optional<Spent> spent, Instant now) {}

    private @Nullable Instant check(String id) {
        Optional<Verdict> found =
                QuarkusTransaction.requiringNew().call(() -> budgets.lock(id).map(this::verdict));
        if (found.isEmpty() || found.get().budget().enforcement() != Enforcement.SHUT_DOWN) {
            return null;
        }
        Verdict verdict = found.get();
        Budget budget = verdict.budget();
        if (!verdict.exceeded()) {
            return verdict.spent()
                    .map(spent -> reachedAt(budget, spent.amount(), verdict.now()))
                    .orElse(null);
        }
        if (budget.overridden(verdict.now())) {
            return null;
        }
        Instant since = budget.exceededAt() == null ? verdict.now() : budget.exceededAt();
        Instant due = since.plus(budget.grace());
        if (verdict.now().isBefore(due)) {
            return due;
        }
        stop(budget, verdict);
        return null;
    }

    private Verdict verdict(Budget budget) {
        Instant now = Micros.truncate(clock.instant());
        Optional<Spent> spent = spending.spent(budget, now);
        if (spent.isEmpty()) {
            alerts.give(
                    budget,
                    Alert.Kind.UNKNOWN_PRICE,
                    0,
                    now,
                    null,
                    "The budget '%s' of %s cannot be checked: some of its usage has no price."
                            .formatted(budget.name(), budget.scope().text()));
            return new Verdict(budget, budget.exceededAt() != null, spent, now);
        }
        BigDecimal value = spent.get().amount().value();
        for (int threshold : budget.thresholds()) {
            boolean reached =
                    value.multiply(HUNDRED).compareTo(budget.limit().value().multiply(BigDecimal.valueOf(threshold)))
                            >= 0;
            if (reached) {
                alerts.give(
                        budget,
                        Alert.Kind.THRESHOLD,
                        threshold,
                        now,
                        spent.get(),
                        "The budget '%s' of %s has reached %d%%: %s."
                                .formatted(
                                        budget.name(),
                                        budget.scope().text(),
                                        threshold,
                                        spent.get().of(budget.limit())));
            }
        }
        boolean exceeded = value.compareTo(budget.limit().value()) >= 0;
        if (exceeded != (budget.exceededAt() != null)) {
            budgets.exceeded(budget.id(), exceeded ? now : null);
        }
        return new Verdict(budget, exceeded, spent, now);
    }

    /**
     * When the next threshold, or the limit, is reached at the rate of what runs now; null when nothing in its currency runs.
     * Whoever is stopped has been warned before.
     */
    private @Nullable Instant reachedAt(Budget budget, Amount spent, Instant now) {
        BigDecimal perHour = spending.running(budget.scope()).stream()
                .map(Meter::pricePerHour)
                .filter(price -> price != null && price.currency().equals(spent.currency()))
                .map(Amount::value)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (perHour.signum() == 0) {
            return null;
        }
        BigDecimal limit = budget.limit().value();
        BigDecimal next = budget.thresholds().stream()
                .map(threshold -> limit.multiply(BigDecimal.valueOf(threshold)).divide(HUNDRED))
                .filter(amount -> amount.compareTo(spent.value()) > 0)
                .reduce(limit, BigDecimal::min);
        BigDecimal millis = next.subtract(spent.value())
                .multiply(MILLIS_PER_HOUR)
                .divide(perHour, MathContext.DECIMAL64)
                .setScale(0, RoundingMode.UP);
        BigDecimal longest = BigDecimal.valueOf(Duration.ofDays(366).toMillis());
        return millis.compareTo(longest) > 0 ? null : now.plusMillis(millis.longValueExact());
    }

    private void stop(Budget budget, Verdict verdict) {
        List<Meter> running = spending.running(budget.scope());
        if (running.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew().run(() -> {
            budgets.lock(budget.id());
            alerts.give(
                    budget,
                    Alert.Kind.SHUT_DOWN,
                    0,
                    verdict.now(),
                    verdict.spent().orElse(null),
                    "The budget '%s' of %s is used up: what runs is being stopped."
                            .formatted(budget.name(), budget.scope().text()));
        });
        for (Meter meter : running) {
            Shutdown.Outcome outcome = shutdown.stop(meter);
            audit(budget, outcome.stopped() ? "stopped" : "stop-failed", outcome.detail());
        }
    }

    /** Writes the same thing down once a minute only, as a check may come again before a stop is seen in the ledger. */
    private void audit(Budget budget, String action, String detail) {
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew().run(() -> {
            if (!budgets.audited(budget.id(), now.minus(Duration.ofMinutes(1)), action, detail)) {
                budgets.audit(budget.id(), now, "billing-service", action, detail);
            }
        });
        LOG.infof("event=budget-%s budget=%s detail=%s", action, budget.id(), detail);
    }
}
