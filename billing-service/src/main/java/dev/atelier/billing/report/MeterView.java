package dev.atelier.billing.report;

import dev.atelier.billing.cost.Amount;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What some watchers see of a reading, and what is news to them: worked out once for all of them. */
final class MeterView {
    private final Instant time;
    private final List<Meter> meters;
    private final Map<String, Meter> settled;
    private final List<MeterTotal> totals;
    private final MeterUpdate complete;
    /** Weak, so that no view keeps the one before it. */
    private final Map<MeterView, MeterUpdate> changes = new WeakHashMap<>();

    MeterView(Instant time, List<Meter> meters) {
        this.time = time;
        this.meters = List.copyOf(meters);
        this.settled = HashMap.newHashMap(meters.size());
        meters.forEach(meter -> settled.put(meter.resourceId(), meter.withoutCost()));
        this.totals = totals(meters);
        this.complete = new MeterUpdate(time, true, meters, List.of(), meters.size(), totals);
    }

    /** All of it. */
    MeterUpdate complete() {
        return complete;
    }

    /** What is other than in an earlier view of the same watchers; everything when they have seen none. */
    MeterUpdate since(@Nullable MeterView known) {
        if (known == null) {
            return complete;
        }
        synchronized (changes) {
            return changes.computeIfAbsent(known, this::difference);
        }
    }

    private MeterUpdate difference(MeterView known) {
        List<Meter> news = new ArrayList<>();
        for (Meter meter : meters) {
            Meter now = settled.get(meter.resourceId());
            if (now != null && !now.equals(known.settled.get(meter.resourceId()))) {
                news.add(meter);
            }
        }
        Set<String> ended = new HashSet<>(known.settled.keySet());
        ended.removeAll(settled.keySet());
        return new MeterUpdate(time, false, news, ended.stream().sorted().toList(), meters.size(), totals);
    }

    /** By currency. */
    private static List<MeterTotal> totals(List<Meter> meters) {
        Map<String, BigDecimal> costs = sums(meters, Meter::costSoFar);
        Map<String, BigDecimal> prices = sums(meters, Meter::pricePerHour);
        prices.keySet().forEach(currency -> costs.putIfAbsent(currency, BigDecimal.ZERO));
        Set<String> estimated = meters.stream()
                .filter(Meter::estimated)
                .flatMap(meter -> Stream.of(meter.costSoFar(), meter.pricePerHour()))
                .filter(Objects::nonNull)
                .map(Amount::currency)
                .collect(Collectors.toSet());
        return costs.entrySet().stream()
                .map(cost -> new MeterTotal(
                        new Amount(cost.getValue(), cost.getKey()),
                        new Amount(prices.getOrDefault(cost.getKey(), BigDecimal.ZERO), cost.getKey()),
                        estimated.contains(cost.getKey())))
                .toList();
    }

    private static Map<String, BigDecimal> sums(List<Meter> meters, Function<Meter, @Nullable Amount> field) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (Meter meter : meters) {
            Amount amount = field.apply(meter);
            if (amount != null) {
                sums.merge(amount.currency(), amount.value(), BigDecimal::add);
            }
        }
        return sums;
    }
}
