package dev.atelier.billing.estimate;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.budget.LaunchCheck;
import dev.atelier.billing.budget.LaunchGate;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.Apportionment;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.price.Price;
import dev.atelier.billing.price.PriceBooks;
import dev.atelier.billing.price.PricedType;
import dev.atelier.platform.config.Installation;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Prices planned usage with the prices of now. */
@ApplicationScoped
public class Estimates {
    private static final int MAX_OPTIONS = 100;

    private final PriceBooks prices;
    private final LaunchGate gate;
    private final Clock clock;
    private final String region;

    Estimates(PriceBooks prices, LaunchGate gate, Clock clock, Installation installation) {
        this.prices = prices;
        this.gate = gate;
        this.clock = clock;
        this.region = installation.region();
    }

    /**
     * What the lines will cost, alone and together.
     *
     * @throws AtelierException {@code VALIDATION}, or {@code UNKNOWN_PRICE} for the first line without a price
     */
    public Estimate estimate(List<EstimateDraft> drafts) {
        Instant now = clock.instant();
        List<EstimateLine> lines = EstimateDraft.lines(drafts, region, now);
        List<Price> found =
                lines.stream().map(line -> prices.require(line.key(), now)).toList();
        Set<String> currencies = found.stream().map(Price::currency).collect(Collectors.toSet());
        if (currencies.size() > 1) {
            throw AtelierException.invalid("lines", "must be priced in one currency, but are in " + currencies);
        }
        List<ExactCost> costs = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            costs.add(lines.get(i).cost(found.get(i)));
        }
        List<BigDecimal> amounts = Apportionment.amounts(costs);
        List<EstimatedLine> estimated = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Price price = found.get(i);
            estimated.add(new EstimatedLine(
                    lines.get(i),
                    new Amount(lines.get(i).perHour(price).amount(), price.currency()),
                    new Amount(amounts.get(i), price.currency()),
                    price.estimated()));
        }
        BigDecimal total = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Estimate(
                estimated,
                new Amount(ExactCost.plain(total), found.getFirst().currency()),
                found.stream().anyMatch(Price::estimated));
    }

    /**
     * What every instance type that has enough would cost. Types without a price are left out.
     *
     * @throws AtelierException {@code VALIDATION}
     */
    public Comparison compare(ComparisonDraft draft) {
        Instant now = clock.instant();
        ComparisonDraft.Need need = draft.check(region, now);
        List<Comparison.Option> options = prices
                .types(need.component(), need.region(), need.vcpu(), need.memoryGib(), need.gpu(), now, MAX_OPTIONS)
                .stream()
                .map(type -> option(type, need))
                .toList();
        return new Comparison(need.duration(), options);
    }

    private static Comparison.Option option(PricedType type, ComparisonDraft.Need need) {
        Price price = type.price();
        EstimateLine line = new EstimateLine(price.key(), need.instanceCount(), need.duration(), 0);
        return new Comparison.Option(
                type.spec(),
                new Amount(line.perHour(price).amount(), price.currency()),
                new Amount(line.cost(price).amount(), price.currency()),
                price.estimated());
    }

    /**
     * Whether an instance may be launched, and at what price: the price, the budgets and the quotas of the owner in one
     * answer.
     *
     * @param launch its duration is not looked at
     * @param owner who would pay
     * @throws AtelierException {@code VALIDATION}, {@code UNKNOWN_PRICE}, or {@code PERMISSION_DENIED} when the caller
     *     may not launch for this user profile
     */
    public LaunchDecision authorize(EstimateDraft launch, Owner owner, Caller caller) {
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        List<FieldViolation> violations = new ArrayList<>();
        Price price = launch.key("", region, violations)
                .map(key -> prices.require(key, clock.instant()))
                .orElseThrow(() -> AtelierException.invalid(violations));
        int instances = Math.max(1, launch.instanceCount());
        List<LaunchCheck> checks = new ArrayList<>();
        checks.add(new LaunchCheck(LaunchCheck.Kind.PRICE, true, "", ""));
        if (!price.key().free()) {
            checks.addAll(gate.check(owner, instances));
        }
        String reasons = checks.stream()
                .filter(check -> !check.allowed())
                .map(LaunchCheck::reason)
                .collect(Collectors.joining(" "));
        return new LaunchDecision(reasons.isEmpty(), reasons, perHour(price, instances), price.estimated(), checks);
    }

    private static Amount perHour(Price price, int instances) {
        return new Amount(ExactCost.plain(price.perHour().multiply(BigDecimal.valueOf(instances))), price.currency());
    }
}
