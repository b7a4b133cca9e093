package dev.atelier.billing.planning;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.BillingConfig;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.CostRow;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.planning.LastInvocations.EndpointKey;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceBooks;
import dev.atelier.billing.price.PricedType;
import dev.atelier.billing.report.CostFilter;
import dev.atelier.billing.report.CostQuery;
import dev.atelier.billing.report.CostReports;
import dev.atelier.billing.report.UsagePeaks;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Derives advice from the costs of the last days. What it says was measured; nothing is guessed. */
@ApplicationScoped
public class Advisor {
    private static final int DEFAULT_DAYS = 14;
    private static final int MAX_DAYS = 90;
    private static final int MAX_ADVICE = 100;
    private static final int MAX_TYPES = 1000;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** Less idle time than this is what work looks like. */
    private static final BigDecimal IDLE_PERCENT = BigDecimal.TEN;

    private final CostReports reports;
    private final UsagePeaks peaks;
    private final LastInvocations invocations;
    private final PriceBooks prices;
    private final Clock clock;
    private final BillingConfig.Advice config;

    Advisor(
            CostReports reports,
            UsagePeaks peaks,
            LastInvocations invocations,
            PriceBooks prices,
            Clock clock,
            BillingConfig config) {
        this.reports = reports;
        this.peaks = peaks;
        this.invocations = invocations;
        this.prices = prices;
        this.clock = clock;
        this.config = config.advice();
    }

    /**
     * Advice on what the caller may see.
     *
     * @param days how many days back are looked at; 0: {@value #DEFAULT_DAYS}
     * @throws AtelierException {@code VALIDATION}, {@code PERMISSION_DENIED}, or {@code UNKNOWN_PRICE}
     */
    public AdviceReport report(CostFilter filter, int days, Caller caller) {
        if (days < 0 || days > MAX_DAYS) {
            throw AtelierException.invalid("days", "must be between 1 and " + MAX_DAYS);
        }
        int span = days == 0 ? DEFAULT_DAYS : days;
        Instant now = Micros.truncate(clock.instant());
        Instant start = now.minus(Duration.ofDays(span));
        List<Used> all = reports.costs(new CostQuery(start, now, Used.GROUPS, filter), caller).costs().rows().stream()
                .map(Used::of)
                .toList();
        Map<Used.Name, UsagePeaks.Peak> measured = new HashMap<>();
        peaks.peaks(filter, start, now, caller).forEach(peak -> measured.put(Used.Name.of(peak), peak));
        Map<String, List<PricedType>> types = new HashMap<>();
        Map<EndpointKey, Instant> idle = invocations.of(all.stream()
                .filter(Advisor::runningEndpoint)
                .map(EndpointKey::of)
                .collect(Collectors.toSet()));
        List<Advice> advice = new ArrayList<>();
        for (Used used : all) {
            if (used.component() == Component.HOSTING) {
                forgotten(used, span, idle.get(EndpointKey.of(used)), now).ifPresent(advice::add);
            } else {
                idle(used, span).ifPresent(advice::add);
            }
            if (used.component() != Component.STORAGE) {
                RightSize.of(used, span, types(types, used, now), measured.get(used.name()), config.measuredAtLeast())
                        .ifPresent(advice::add);
            }
        }
        advice.sort(Comparator.comparing((Advice one) -> one.monthlySaving().value())
                .reversed()
                .thenComparing(Advice::evidence));
        return new AdviceReport(
                start,
                now,
                advice.size() > MAX_ADVICE ? advice.subList(0, MAX_ADVICE) : advice,
                sums(all, CostRow::idleCost),
                sums(all, CostRow::sharingSaved),
                all.stream().anyMatch(used -> used.row().estimated()));
    }

    private static BigDecimal idlePercent(Used used) {
        return used.cost().signum() == 0
                ? BigDecimal.ZERO
                : used.row().idleCost().value().multiply(HUNDRED).divide(used.cost(), MathContext.DECIMAL64);
    }

    private static boolean runningEndpoint(Used used) {
        return used.component() == Component.HOSTING && used.row().running();
    }

    /** However much it was invoked before. */
    private Optional<Advice> forgotten(Used used, int days, @Nullable Instant since, Instant now) {
        if (since == null
                || !runningEndpoint(used)
                || since.plus(config.forgottenAfter()).isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(used.advice(
                Advice.Kind.FORGOTTEN_ENDPOINT,
                "",
                used.row().idleCost().value(),
                days,
                "Endpoint '%s' still runs and was not invoked since %s: %s."
                        .formatted(
                                used.name().endpointName(),
                                since.truncatedTo(ChronoUnit.SECONDS),
                                idleShare(used, days)),
                used.row().estimated()));
    }

    private static Optional<Advice> idle(Used used, int days) {
        if (idlePercent(used).compareTo(IDLE_PERCENT) < 0) {
            return Optional.empty();
        }
        return Optional.of(used.advice(
                Advice.Kind.IDLE,
                "",
                used.row().idleCost().value(),
                days,
                "%s for %s: %s.".formatted(used.instanceType(), used.component().code(), idleShare(used, days)),
                used.row().estimated()));
    }

    private static String idleShare(Used used, int days) {
        return "%s of %s %s (%s%%) in the last %d days were for time in which nothing was busy"
                .formatted(
                        used.row().idleCost().text(),
                        used.row().cost().text(),
                        used.row().cost().currency(),
                        idlePercent(used).setScale(0, RoundingMode.DOWN).toPlainString(),
                        days);
    }

    /** By price, then name. */
    private List<PricedType> types(Map<String, List<PricedType>> known, Used used, Instant now) {
        return known.computeIfAbsent(
                used.component().code() + "/" + used.name().region(),
                _ -> prices.types(used.component(), used.name().region(), 0, BigDecimal.ZERO, 0, now, MAX_TYPES));
    }

    private static List<Amount> sums(List<Used> all, Function<CostRow, Amount> part) {
        Map<String, BigDecimal> sums = all.stream()
                .map(used -> part.apply(used.row()))
                .collect(Collectors.toMap(Amount::currency, Amount::value, BigDecimal::add, TreeMap::new));
        return sums.entrySet().stream()
                .map(sum -> new Amount(ExactCost.plain(sum.getValue()), sum.getKey()))
                .toList();
    }
}
