package dev.atelier.billing.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.price.Component;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Renders charges as rows. In each currency the costs add up to the total of the ledger, to the last digit, however many
 * rows there are: a row shows how much the rounded sum of all charges up to it has grown, so that no rounding is ever lost.
 */
final class FocusRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String US = "Atelier";

    private final String installation;
    private final Map<String, Sum> sums = new HashMap<>();

    FocusRows(String installation) {
        this.installation = installation;
    }

    private record Sum(ExactCost exact, BigDecimal shown) {
        static final Sum NOTHING = new Sum(ExactCost.ZERO, BigDecimal.ZERO);

        Sum plus(ExactCost cost) {
            ExactCost sum = exact.plus(cost);
            return new Sum(sum, sum.amount());
        }
    }

    Map<FocusColumn, String> row(FocusCharge charge) {
        Sum before = sums.getOrDefault(charge.currency(), Sum.NOTHING);
        Sum after = before.plus(charge.cost());
        sums.put(charge.currency(), after);
        String cost = text(after.shown().subtract(before.shown()));
        String quantity = text(charge.quantity());
        String unitPrice = text(charge.price());
        boolean storage = charge.storage();
        String unit = storage ? "GiB-Months" : "Hours";

        Map<FocusColumn, String> row = new EnumMap<>(FocusColumn.class);
        row.put(FocusColumn.BILLED_COST, cost);
        row.put(FocusColumn.CONTRACTED_COST, cost);
        row.put(FocusColumn.EFFECTIVE_COST, cost);
        row.put(FocusColumn.LIST_COST, cost);
        row.put(FocusColumn.LIST_UNIT_PRICE, unitPrice);
        row.put(FocusColumn.CONTRACTED_UNIT_PRICE, unitPrice);
        row.put(FocusColumn.PRICING_CATEGORY, "Standard");
        row.put(FocusColumn.PRICING_QUANTITY, quantity);
        row.put(FocusColumn.PRICING_UNIT, unit);
        row.put(FocusColumn.CONSUMED_QUANTITY, quantity);
        row.put(FocusColumn.CONSUMED_UNIT, unit);
        row.put(FocusColumn.BILLING_ACCOUNT_ID, installation);
        row.put(FocusColumn.BILLING_ACCOUNT_NAME, installation);
        row.put(FocusColumn.BILLING_CURRENCY, charge.currency());
        row.put(FocusColumn.INVOICE_ISSUER_NAME, US);
        row.put(FocusColumn.PROVIDER_NAME, US);
        row.put(FocusColumn.PUBLISHER_NAME, US);
        row.put(FocusColumn.SERVICE_CATEGORY, storage ? "Storage" : "AI and Machine Learning");
        row.put(FocusColumn.SERVICE_SUBCATEGORY, storage ? "File Storage" : "Machine Learning");
        row.put(FocusColumn.CHARGE_CATEGORY, "Usage");
        row.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
        times(row, charge);
        what(row, charge);
        owner(row, charge);
        return row;
    }

    private static void times(Map<FocusColumn, String> row, FocusCharge charge) {
        Instant start = charge.start().truncatedTo(ChronoUnit.SECONDS);
        Instant end = charge.end().truncatedTo(ChronoUnit.SECONDS);
        row.put(FocusColumn.BILLING_PERIOD_START, charge.billingStart().toString());
        row.put(FocusColumn.BILLING_PERIOD_END, charge.billingEnd().toString());
        row.put(FocusColumn.CHARGE_PERIOD_START, start.toString());
        row.put(FocusColumn.CHARGE_PERIOD_END, (end.isAfter(start) ? end : start.plusSeconds(1)).toString());
        row.put(FocusColumn.X_START_TIME, charge.start().toString());
        row.put(FocusColumn.X_END_TIME, charge.end().toString());
    }

    private static void what(Map<FocusColumn, String> row, FocusCharge charge) {
        String component = charge.key().component().code();
        String sku = component + "/" + charge.key().instanceType() + "/"
                + charge.key().region();
        row.put(
                FocusColumn.CHARGE_DESCRIPTION,
                charge.storage()
                        ? "storage of " + charge.key().instanceType()
                        : "%s on %s, %d at a time"
                                .formatted(component, charge.key().instanceType(), charge.instanceCount()));
        row.put(FocusColumn.SERVICE_NAME, serviceName(charge.key().component()));
        row.put(FocusColumn.REGION_ID, charge.key().region());
        row.put(FocusColumn.REGION_NAME, charge.key().region());
        row.put(FocusColumn.RESOURCE_ID, charge.resourceId());
        row.put(FocusColumn.RESOURCE_NAME, name(charge));
        row.put(FocusColumn.RESOURCE_TYPE, resourceType(charge.key().component()));
        row.put(FocusColumn.SKU_ID, sku);
        row.put(FocusColumn.SKU_METER, charge.storage() ? "Storage" : "Instance hours");
        row.put(FocusColumn.SKU_PRICE_ID, sku + "/" + charge.priceId());
        row.put(FocusColumn.X_COMPONENT, component);
        row.put(FocusColumn.X_INSTANCE_TYPE, charge.key().instanceType());
        row.put(FocusColumn.X_INSTANCE_COUNT, Integer.toString(charge.instanceCount()));
        row.put(FocusColumn.X_ESTIMATED, Boolean.toString(charge.estimated()));
        row.put(FocusColumn.X_JOB_NAME, charge.jobName());
        row.put(FocusColumn.X_ENDPOINT_NAME, charge.endpointName());
    }

    private static void owner(Map<FocusColumn, String> row, FocusCharge charge) {
        row.put(FocusColumn.SUB_ACCOUNT_ID, charge.owner().domainId());
        row.put(FocusColumn.SUB_ACCOUNT_NAME, charge.owner().domainId());
        row.put(FocusColumn.X_USER_PROFILE_NAME, charge.owner().userProfileName());
        row.put(FocusColumn.X_SPACE_NAME, charge.owner().spaceName());
        row.put(FocusColumn.X_TEAM, charge.owner().team());
        row.put(FocusColumn.X_PROJECT, charge.owner().project());
        try {
            row.put(FocusColumn.TAGS, JSON.writeValueAsString(charge.owner().tags()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String serviceName(Component component) {
        return switch (component) {
            case STUDIO -> "Atelier Studio";
            case TRAINING, PROCESSING -> "Atelier Autopilot";
            case HOSTING -> "Atelier Endpoints";
            case STORAGE -> "Atelier Homes";
        };
    }

    private static String resourceType(Component component) {
        return switch (component) {
            case STUDIO -> "Instance";
            case TRAINING -> "Trial";
            case PROCESSING -> "Processing step";
            case HOSTING -> "Endpoint";
            case STORAGE -> "Volume";
        };
    }

    private static String name(FocusCharge charge) {
        return !charge.endpointName().isEmpty()
                ? charge.endpointName()
                : !charge.jobName().isEmpty() ? charge.jobName() : charge.resourceId();
    }

    private static String text(BigDecimal number) {
        return ExactCost.plain(number).toPlainString();
    }
}
