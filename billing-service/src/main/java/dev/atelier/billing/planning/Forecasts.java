package dev.atelier.billing.planning;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.CostRow;
import dev.atelier.billing.cost.CostTable;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.report.CostFilter;
import dev.atelier.billing.report.CostQuery;
import dev.atelier.billing.report.CostReports;
import dev.atelier.billing.report.Meter;
import dev.atelier.billing.report.Meters;
import dev.atelier.billing.report.Period;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Forecasts the month of now from the ledger. */
@ApplicationScoped
public class Forecasts {
    private static final int HISTORY_DAYS = 56;
    private static final int DECIMALS = 4;
    private static final double MILLIS_PER_HOUR = 3_600_000;

    private final CostReports reports;
    private final Meters meters;
    private final Clock clock;

    Forecasts(CostReports reports, Meters meters, Clock clock) {
        this.reports = reports;
        this.meters = meters;
        this.clock = clock;
    }

    /** A currency's past. */
    private static final class Past {
        private Amount spent;
        private boolean estimated;
        private final double[] days = new double[HISTORY_DAYS];

        Past(String currency) {
            this.spent = new Amount(BigDecimal.ZERO, currency);
        }

        /** The whole days before today, from the first one on of which all of the usage is known. */
        double[] history() {
            int first = 0;
            while (first < days.length && days[first] == 0) {
                first++;
            }
            int begun = first == 0 ? 0 : first + 1;
            return begun >= days.length ? new double[0] : Arrays.copyOfRange(days, begun, days.length);
        }
    }

    /**
     * Forecasts what the caller may see.
     *
     * @param timeZone where days and months begin; empty: UTC
     * @throws AtelierException {@code VALIDATION}, {@code PERMISSION_DENIED}, or {@code UNKNOWN_PRICE}
     */
    public Forecast month(CostFilter filter, String timeZone, Caller caller) {
        Period byDay = Period.of("day", timeZone);
        ZoneId zone = byDay.zone();
        Instant now = Micros.truncate(clock.instant());
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant start = today.withDayOfMonth(1).atStartOfDay(zone).toInstant();
        Instant end = today.withDayOfMonth(1).plusMonths(1).atStartOfDay(zone).toInstant();
        Map<String, Past> pasts = new TreeMap<>();
        LocalDate oldest = today.minusDays(HISTORY_DAYS);
        CostQuery days = new CostQuery(
                oldest.atStartOfDay(zone).toInstant(), today.atStartOfDay(zone).toInstant(), List.of(), byDay, filter);
        for (CostRow row : reports.costs(days, caller).costs().rows()) {
            int day = (int)
                    ChronoUnit.DAYS.between(oldest, LocalDate.parse(row.group().getFirst()));
            Past past = past(pasts, row.cost().currency());
            past.days[day] = row.cost().value().doubleValue();
            past.estimated |= row.estimated();
        }
        if (start.isBefore(now)) {
            CostQuery month = new CostQuery(start, now, List.of(), filter);
            CostTable costs = reports.costs(month, caller).costs();
            for (Amount total : costs.totals()) {
                Past past = past(pasts, total.currency());
                past.spent = total;
                past.estimated |= costs.estimated(total.currency());
            }
        }
        Instant midnight = today.plusDays(1).atStartOfDay(zone).toInstant();
        double left = (double) Duration.between(now, midnight).toMillis()
                / Duration.between(today.atStartOfDay(zone), today.plusDays(1).atStartOfDay(zone))
                        .toMillis();
        int wholeDays =
                (int) ChronoUnit.DAYS.between(today, today.withDayOfMonth(1).plusMonths(1)) - 1;
        List<MonthForecast> forecasts = new ArrayList<>();
        pasts.forEach((currency, past) -> {
            double[] history = past.history();
            Projection projection = history.length < 2
                    ? running(filter, caller, currency, Duration.between(now, end))
                    : Projection.of(history, left, wholeDays);
            forecasts.add(forecast(past.spent, projection, past.estimated));
        });
        return new Forecast(start, end, now, forecasts);
    }

    private static Past past(Map<String, Past> pasts, String currency) {
        return pasts.computeIfAbsent(currency, Past::new);
    }

    /** What runs now goes on, or stops at once. */
    private Projection running(CostFilter filter, Caller caller, String currency, Duration rest) {
        double perHour = meters.snapshot(filter, caller).meters().stream()
                .map(Meter::pricePerHour)
                .filter(Objects::nonNull)
                .filter(price -> price.currency().equals(currency))
                .mapToDouble(price -> price.value().doubleValue())
                .sum();
        double expected = perHour * rest.toMillis() / MILLIS_PER_HOUR;
        return new Projection(expected, expected, MonthForecast.Basis.RUNNING, 0);
    }

    private static MonthForecast forecast(Amount spent, Projection projection, boolean estimated) {
        double low = Math.max(0, projection.expected() - projection.spread());
        double high = projection.basis() == MonthForecast.Basis.RUNNING
                ? projection.expected()
                : projection.expected() + projection.spread();
        return new MonthForecast(
                spent,
                plus(spent, projection.expected()),
                plus(spent, low),
                plus(spent, high),
                projection.basis(),
                projection.days(),
                estimated);
    }

    private static Amount plus(Amount spent, double more) {
        BigDecimal rounded = BigDecimal.valueOf(more).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return new Amount(ExactCost.plain(spent.value().add(rounded)), spent.currency());
    }
}
