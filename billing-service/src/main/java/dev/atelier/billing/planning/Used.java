package dev.atelier.billing.planning;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.CostRow;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.report.Grouping;
import dev.atelier.billing.report.UsagePeaks;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * The usage of one group of a time.
 *
 * @param row what it cost
 */
record Used(Name name, CostRow row) {
    /** What is grouped by, in the order of {@link Name}. */
    static final List<Grouping> GROUPS = List.of(
            Grouping.DOMAIN,
            Grouping.USER,
            Grouping.COMPONENT,
            Grouping.INSTANCE_TYPE,
            Grouping.REGION,
            Grouping.ENDPOINT);

    private static final int DECIMALS = 4;
    private static final BigDecimal MONTH = BigDecimal.valueOf(30);

    /** Whose usage of what it is. */
    record Name(
            String domainId,
            String user,
            Component component,
            String instanceType,
            String region,
            String endpointName) {
        static Name of(UsagePeaks.Peak peak) {
            return new Name(
                    peak.domainId(),
                    peak.userProfileName(),
                    peak.component(),
                    peak.instanceType(),
                    peak.region(),
                    peak.endpointName());
        }
    }

    static Used of(CostRow row) {
        List<String> group = row.group();
        return new Used(
                new Name(
                        group.get(0),
                        group.get(1),
                        Component.find(group.get(2)).orElseThrow(),
                        group.get(3),
                        group.get(4),
                        group.get(5)),
                row);
    }

    Component component() {
        return name.component();
    }

    String instanceType() {
        return name.instanceType();
    }

    BigDecimal cost() {
        return row.cost().value();
    }

    /**
     * Advice on it.
     *
     * @param instead the type to take; "" for none
     * @param saving of the time
     * @param days the length of the time
     */
    Advice advice(Advice.Kind kind, String instead, BigDecimal saving, int days, String evidence, boolean estimated) {
        BigDecimal monthly = saving.multiply(MONTH)
                .divide(BigDecimal.valueOf(days), MathContext.DECIMAL64)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return new Advice(
                kind,
                name.domainId(),
                name.user(),
                name.component(),
                name.instanceType(),
                name.endpointName(),
                instead,
                new Amount(ExactCost.plain(monthly), row.cost().currency()),
                evidence,
                estimated);
    }
}
