package dev.atelier.billing.budget;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.CostTable;
import dev.atelier.billing.report.CostFilter;
import dev.atelier.billing.report.CostQuery;
import dev.atelier.billing.report.CostReports;
import dev.atelier.billing.report.Meter;
import dev.atelier.billing.report.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the usage of a scope cost, and what of it runs, from the ledger. */
@ApplicationScoped
class Spending {
    private static final Caller EVERYTHING = Caller.admin("billing-service");

    private final CostReports reports;
    private final Meters meters;

    Spending(CostReports reports, Meters meters) {
        this.reports = reports;
        this.meters = meters;
    }

    /** The cost of a budget's period so far, in its currency; nothing when some of the usage has no price. */
    Optional<Spent> spent(Budget budget, Instant now) {
        Instant start = budget.period().start(now);
        String currency = budget.limit().currency();
        if (!start.isBefore(now)) {
            return Optional.of(new Spent(new Amount(BigDecimal.ZERO, currency), false));
        }
        try {
            CostTable costs = reports.costs(new CostQuery(start, now, List.of(), filter(budget.scope())), EVERYTHING)
                    .costs();
            Amount amount = costs.totals().stream()
                    .filter(total -> total.currency().equals(currency))
                    .findFirst()
                    .orElseGet(() -> new Amount(BigDecimal.ZERO, currency));
            return Optional.of(new Spent(amount, costs.estimated(currency)));
        } catch (AtelierException e) {
            if (e.code() == ErrorCode.UNKNOWN_PRICE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What runs now. */
    List<Meter> running(Scope scope) {
        return meters.snapshot(filter(scope), EVERYTHING).meters();
    }

    private static CostFilter filter(Scope scope) {
        return switch (scope) {
            case Scope.Installation _ -> CostFilter.ALL;
            case Scope.Domain(String domainId) -> filter(domainId, "", "", "");
            case Scope.User(String domainId, String user) -> filter(domainId, user, "", "");
            case Scope.Team(String team) -> filter("", "", team, "");
            case Scope.Project(String project) -> filter("", "", "", project);
            case Scope.Tag(String key, String value) -> CostFilter.ALL.withTags(Map.of(key, value));
        };
    }

    private static CostFilter filter(String domainId, String user, String team, String project) {
        return new CostFilter(domainId, user, team, project, "", "", "", "", "");
    }
}
