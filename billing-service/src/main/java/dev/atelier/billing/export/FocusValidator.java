package dev.atelier.billing.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.ExactCost;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Checks a FOCUS 1.2 data set against the column rules of the specification: the mandatory columns, which values may be
 * missing, their formats and allowed values, and the rules between columns. It reads texts, as a stranger would.
 */
final class FocusValidator {
    static final int MAX_VIOLATIONS = 100;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    /** Quantities and costs are rounded to 12 decimals each, so their product may differ by a little. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.000001");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> header;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, BigDecimal> sums = new TreeMap<>();
    private long violationCount;
    private long rows;

    FocusValidator(List<String> header) {
        this.header = List.copyOf(header);
        for (FocusColumn column : FocusColumn.values()) {
            if (column.mandatory() && !header.contains(column.title())) {
                violate("the mandatory column " + column.title() + " is missing");
            }
        }
        Set<String> seen = new HashSet<>();
        for (String title : header) {
            if (!seen.add(title)) {
                violate("the column " + title + " is there twice");
            }
            if (FocusColumn.find(title).isEmpty() && !title.startsWith("x_")) {
                violate("the column " + title + " is none of FOCUS, and a custom one begins with x_");
            }
        }
    }

    /** Checks the next row: one value per column of the header, "" where it is missing. */
    void row(List<String> values) {
        rows++;
        if (values.size() != header.size()) {
            violate("row %d: %d values instead of %d".formatted(rows, values.size(), header.size()));
            return;
        }
        int before = (int) Math.min(violationCount, Integer.MAX_VALUE);
        for (int i = 0; i < header.size(); i++) {
            String value = values.get(i);
            FocusColumn.find(header.get(i)).ifPresent(column -> check(column, value));
        }
        if (violationCount == before) {
            together(values);
        }
    }

    private void check(FocusColumn column, String value) {
        if (value.isEmpty()) {
            if (!column.nullable()) {
                violate(column, "must not be null");
            }
            return;
        }
        boolean right = switch (column.kind()) {
            case TEXT -> true;
            case DECIMAL -> NUMBER.matcher(value).matches();
            case TIME -> TIME.matcher(value).matches() && parses(value);
            case CURRENCY -> CURRENCY.matcher(value).matches();
            case TAGS -> flat(value);
        };
        if (!right) {
            violate(column, "'%s' is not in the format of its type".formatted(value));
        } else if (!column.allows(value)) {
            violate(column, "'%s' is not an allowed value".formatted(value));
        }
    }

    private void together(List<String> values) {
        Instant start = Instant.parse(value(values, FocusColumn.CHARGE_PERIOD_START));
        Instant end = Instant.parse(value(values, FocusColumn.CHARGE_PERIOD_END));
        Instant billingStart = Instant.parse(value(values, FocusColumn.BILLING_PERIOD_START));
        Instant billingEnd = Instant.parse(value(values, FocusColumn.BILLING_PERIOD_END));
        if (!start.isBefore(end)) {
            violate(FocusColumn.CHARGE_PERIOD_END, "must be after ChargePeriodStart");
        }
        if (start.isBefore(billingStart) || end.isAfter(billingEnd)) {
            violate(FocusColumn.CHARGE_PERIOD_START, "the charge must lie within its billing period");
        }
        if (value(values, FocusColumn.PRICING_QUANTITY).isEmpty()
                != value(values, FocusColumn.PRICING_UNIT).isEmpty()) {
            violate(FocusColumn.PRICING_UNIT, "must be null when PricingQuantity is, and only then");
        }
        product(values, FocusColumn.LIST_COST, FocusColumn.LIST_UNIT_PRICE);
        product(values, FocusColumn.CONTRACTED_COST, FocusColumn.CONTRACTED_UNIT_PRICE);
        sums.merge(
                value(values, FocusColumn.BILLING_CURRENCY),
                new BigDecimal(value(values, FocusColumn.BILLED_COST)),
                BigDecimal::add);
    }

    private void product(List<String> values, FocusColumn cost, FocusColumn unitPrice) {
        String price = value(values, unitPrice);
        String quantity = value(values, FocusColumn.PRICING_QUANTITY);
        if (price.isEmpty() || quantity.isEmpty()) {
            return;
        }
        BigDecimal off = new BigDecimal(price)
                .multiply(new BigDecimal(quantity))
                .subtract(new BigDecimal(value(values, cost)))
                .abs();
        if (off.compareTo(TOLERANCE) > 0) {
            violate(cost, "must be %s × PricingQuantity".formatted(unitPrice.title()));
        }
    }

    private String value(List<String> values, FocusColumn column) {
        int index = header.indexOf(column.title());
        return index < 0 ? "" : values.get(index);
    }

    private static boolean parses(String time) {
        try {
            Instant.parse(time);
            return true;
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private static boolean flat(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return node.isObject() && node.valueStream().allMatch(JsonNode::isValueNode);
        } catch (JsonProcessingException _) {
            return false;
        }
    }

    private void violate(FocusColumn column, String rule) {
        violate("row %d, %s: %s".formatted(rows, column.title(), rule));
    }

    private void violate(String text) {
        violationCount++;
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(text);
        }
    }

    /** What was found, beside what the ledger says. */
    FocusValidation result(List<Amount> ledger) {
        List<Amount> exported = new ArrayList<>();
        sums.forEach((currency, sum) -> exported.add(new Amount(ExactCost.plain(sum), currency)));
        return new FocusValidation(rows, violations, violationCount, exported, ledger);
    }
}
