package dev.atelier.billing.planning;

import dev.atelier.billing.price.PricedType;
import dev.atelier.billing.price.book.InstanceSpec;
import dev.atelier.billing.report.UsagePeaks;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which instance type would have done for less: one that has more than was ever in use, where that was measured, else one
 * that has as much of everything.
 */
final class RightSize {
    /** What a type must have beyond the most that was in use. */
    private static final BigDecimal HEADROOM = new BigDecimal("1.25");
    /** The part of the time of which must be known how much was in use, in percent. */
    private static final long MEASURED_PERCENT = 90;

    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
    private static final int DECIMALS = 1;

    private RightSize() {}

    /**
     * Advice for usage.
     *
     * @param days how long it was looked at
     * @param types all that have a price, by price
     * @param peak what was in use at most; null when nothing was measured
     * @param atLeast a shorter time that was measured tells nothing of what work needs
     */
    static Optional<Advice> of(
            Used used, int days, List<PricedType> types, UsagePeaks.@Nullable Peak peak, Duration atLeast) {
        return types.stream()
                .filter(type -> type.spec().instanceType().equals(used.instanceType())
                        && type.price().currency().equals(used.row().cost().currency()))
                .findFirst()
                .flatMap(mine -> Optional.ofNullable(peak)
                        .filter(known -> tells(known, atLeast))
                        .flatMap(known -> oversized(used, days, types, mine, known))
                        .or(() -> cheaper(used, days, types, mine)));
    }

    private static boolean tells(UsagePeaks.Peak peak, Duration atLeast) {
        return peak.measured().compareTo(atLeast) >= 0
                && peak.measured().toSeconds() * 100 >= peak.used().toSeconds() * MEASURED_PERCENT;
    }

    /** Of processors that were measured; how busy GPUs are is not known, so they stay. */
    private static Optional<Advice> oversized(
            Used used, int days, List<PricedType> types, PricedType mine, UsagePeaks.Peak peak) {
        BigDecimal memory = BigDecimal.valueOf(peak.memoryBytes()).divide(GIB, MathContext.DECIMAL64);
        BigDecimal vcpu = BigDecimal.valueOf(peak.cpuMillis(), 3);
        InstanceSpec needed = new InstanceSpec(
                "",
                vcpu.multiply(HEADROOM).setScale(0, RoundingMode.CEILING).intValueExact(),
                memory.multiply(HEADROOM),
                mine.spec().gpu());
        return cheapest(types, mine, type -> hasAll(type, needed) && !hasAll(type, mine.spec()))
                .map(type -> advice(
                        Advice.Kind.OVERSIZED,
                        used,
                        days,
                        mine,
                        type,
                        "At most %s of %s GiB and %s of %d vCPU were in use at once in %s of %s that it ran; "
                                .formatted(
                                        memory.setScale(DECIMALS, RoundingMode.CEILING)
                                                .toPlainString(),
                                        mine.spec().memoryGib().toPlainString(),
                                        vcpu.setScale(DECIMALS, RoundingMode.CEILING)
                                                .toPlainString(),
                                        mine.spec().vcpu(),
                                        text(peak.measured()),
                                        text(peak.used()))));
    }

    private static Optional<Advice> cheaper(Used used, int days, List<PricedType> types, PricedType mine) {
        return cheapest(types, mine, type -> hasAll(type, mine.spec()))
                .map(type -> advice(Advice.Kind.CHEAPER_TYPE, used, days, mine, type, ""));
    }

    private static Optional<PricedType> cheapest(
            List<PricedType> types, PricedType mine, Predicate<InstanceSpec> suits) {
        return types.stream()
                .filter(type -> type.price().currency().equals(mine.price().currency())
                        && type.price().perHour().compareTo(mine.price().perHour()) < 0
                        && suits.test(type.spec()))
                .findFirst();
    }

    private static Advice advice(
            Advice.Kind kind, Used used, int days, PricedType mine, PricedType type, String measured) {
        BigDecimal share = BigDecimal.ONE.subtract(
                type.price().perHour().divide(mine.price().perHour(), MathContext.DECIMAL64));
        return used.advice(
                kind,
                type.spec().instanceType(),
                used.cost().multiply(share),
                days,
                "%s%s has %s at %s an hour, %s has %s at %s; %s %s were spent on it in the last %d days."
                        .formatted(
                                measured,
                                type.spec().instanceType(),
                                text(type.spec()),
                                type.price().amount().text(),
                                used.instanceType(),
                                text(mine.spec()),
                                mine.price().amount().text(),
                                used.row().cost().text(),
                                used.row().cost().currency(),
                                days),
                used.row().estimated()
                        || type.price().estimated()
                        || mine.price().estimated());
    }

    private static boolean hasAll(InstanceSpec spec, InstanceSpec needed) {
        return spec.vcpu() >= needed.vcpu()
                && spec.memoryGib().compareTo(needed.memoryGib()) >= 0
                && spec.gpu() >= needed.gpu();
    }

    private static String text(Duration time) {
        return time.compareTo(Duration.ofHours(1)) < 0 ? time.toSeconds() + " seconds" : time.toHours() + " hours";
    }

    private static String text(InstanceSpec spec) {
        return "%d vCPU, %s GiB, %d GPU".formatted(spec.vcpu(), spec.memoryGib().toPlainString(), spec.gpu());
    }
}
