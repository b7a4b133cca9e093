package dev.atelier.billing.export;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The columns of the export, in order, with what FOCUS 1.2 says about their values. */
enum FocusColumn {
    BILLED_COST("BilledCost", Kind.DECIMAL, true, false),
    BILLING_ACCOUNT_ID("BillingAccountId", Kind.TEXT, true, false),
    BILLING_ACCOUNT_NAME("BillingAccountName", Kind.TEXT, true, true),
    BILLING_CURRENCY("BillingCurrency", Kind.CURRENCY, true, false),
    BILLING_PERIOD_END("BillingPeriodEnd", Kind.TIME, true, false),
    BILLING_PERIOD_START("BillingPeriodStart", Kind.TIME, true, false),
    CHARGE_CATEGORY("ChargeCategory", Kind.TEXT, true, false, "Usage", "Purchase", "Tax", "Credit", "Adjustment"),
    CHARGE_CLASS("ChargeClass", Kind.TEXT, true, true, "Correction"),
    CHARGE_DESCRIPTION("ChargeDescription", Kind.TEXT, true, true),
    CHARGE_FREQUENCY("ChargeFrequency", Kind.TEXT, false, false, "One-Time", "Recurring", "Usage-Based"),
    CHARGE_PERIOD_END("ChargePeriodEnd", Kind.TIME, true, false),
    CHARGE_PERIOD_START("ChargePeriodStart", Kind.TIME, true, false),
    CONSUMED_QUANTITY("ConsumedQuantity", Kind.DECIMAL, false, true),
    CONSUMED_UNIT("ConsumedUnit", Kind.TEXT, false, true),
    CONTRACTED_COST("ContractedCost", Kind.DECIMAL, true, false),
    CONTRACTED_UNIT_PRICE("ContractedUnitPrice", Kind.DECIMAL, false, true),
    EFFECTIVE_COST("EffectiveCost", Kind.DECIMAL, true, false),
    INVOICE_ISSUER_NAME("InvoiceIssuerName", Kind.TEXT, true, false),
    LIST_COST("ListCost", Kind.DECIMAL, true, false),
    LIST_UNIT_PRICE("ListUnitPrice", Kind.DECIMAL, false, true),
    PRICING_CATEGORY("PricingCategory", Kind.TEXT, false, true, "Standard", "Dynamic", "Committed", "Other"),
    PRICING_QUANTITY("PricingQuantity", Kind.DECIMAL, true, true),
    PRICING_UNIT("PricingUnit", Kind.TEXT, true, true),
    PROVIDER_NAME("ProviderName", Kind.TEXT, true, false),
    PUBLISHER_NAME("PublisherName", Kind.TEXT, true, false),
    REGION_ID("RegionId", Kind.TEXT, false, true),
    REGION_NAME("RegionName", Kind.TEXT, false, true),
    RESOURCE_ID("ResourceId", Kind.TEXT, false, true),
    RESOURCE_NAME("ResourceName", Kind.TEXT, false, true),
    RESOURCE_TYPE("ResourceType", Kind.TEXT, false, true),
    SERVICE_CATEGORY(
            "ServiceCategory",
            Kind.TEXT,
            true,
            false,
            "AI and Machine Learning",
            "Analytics",
            "Business Applications",
            "Compute",
            "Databases",
            "Developer Tools",
            "Multicloud",
            "Identity",
            "Integration",
            "Internet of Things",
            "Management and Governance",
            "Media",
            "Migration",
            "Mobile",
            "Networking",
            "Security",
            "Storage",
            "Web",
            "Other"),
    SERVICE_NAME("ServiceName", Kind.TEXT, true, false),
    SERVICE_SUBCATEGORY("ServiceSubcategory", Kind.TEXT, false, false),
    SKU_ID("SkuId", Kind.TEXT, false, true),
    SKU_METER("SkuMeter", Kind.TEXT, false, true),
    SKU_PRICE_ID("SkuPriceId", Kind.TEXT, false, true),
    SUB_ACCOUNT_ID("SubAccountId", Kind.TEXT, false, true),
    SUB_ACCOUNT_NAME("SubAccountName", Kind.TEXT, false, true),
    TAGS("Tags", Kind.TAGS, false, true),
    X_COMPONENT("x_Component", Kind.TEXT, false, false),
    X_END_TIME("x_EndTime", Kind.TEXT, false, false),
    X_ENDPOINT_NAME("x_EndpointName", Kind.TEXT, false, true),
    X_ESTIMATED("x_Estimated", Kind.TEXT, false, false, "true", "false"),
    X_INSTANCE_COUNT("x_InstanceCount", Kind.DECIMAL, false, false),
    X_INSTANCE_TYPE("x_InstanceType", Kind.TEXT, false, false),
    X_JOB_NAME("x_JobName", Kind.TEXT, false, true),
    X_PROJECT("x_Project", Kind.TEXT, false, true),
    X_SPACE_NAME("x_SpaceName", Kind.TEXT, false, true),
    X_START_TIME("x_StartTime", Kind.TEXT, false, false),
    X_TEAM("x_Team", Kind.TEXT, false, true),
    X_USER_PROFILE_NAME("x_UserProfileName", Kind.TEXT, false, true);

    /** What the text of a value must look like. */
    enum Kind {
        TEXT,
        /** Numeric Format: digits, a point, no grouping, no currency. */
        DECIMAL,
        /** Date/Time Format: {@code YYYY-MM-DDTHH:mm:ssZ}. */
        TIME,
        /** ISO 4217. */
        CURRENCY,
        /** Key-Value Format: an object of texts, numbers, and booleans. */
        TAGS
    }

    private final String title;
    private final Kind kind;
    private final boolean mandatory;
    private final boolean nullable;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes one that never changes
    private final Set<String> allowed;

    FocusColumn(String title, Kind kind, boolean mandatory, boolean nullable, String... allowed) {
        this.title = title;
        this.kind = kind;
        this.mandatory = mandatory;
        this.nullable = nullable;
        this.allowed = Set.of(allowed);
    }

    /** The column's name in the file. */
    String title() {
        return title;
    }

    Kind kind() {
        return kind;
    }

    /** Whether FOCUS requires the column in every data set. */
    boolean mandatory() {
        return mandatory;
    }

    /** Whether a value may be missing. */
    boolean nullable() {
        return nullable;
    }

    boolean allows(String value) {
        return allowed.isEmpty() || allowed.contains(value);
    }

    static Optional<FocusColumn> find(String title) {
        return Arrays.stream(values())
                .filter(column -> column.title.equals(title))
                .findFirst();
    }
}
