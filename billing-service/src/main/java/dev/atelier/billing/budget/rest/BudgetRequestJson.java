package dev.atelier.billing.budget.rest;

import dev.atelier.billing.budget.BudgetDraft;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A budget to make, or what it is to become. */
@RegisterForReflection
@Schema(name = "BudgetRequest")
record BudgetRequestJson(
        @Schema(required = true) @Nullable String name,

        @Schema(required = true) @Nullable ScopeJson scope,

        @Schema(required = true) @Nullable MoneyJson limit,

        @Schema(description = "Counts the last days up to now; calendar months unless said.") @Nullable
        Integer rollingDays,

        @Schema(description = "Of the calendar months; UTC unless said.", examples = "Asia/Tokyo") @Nullable
        String timeZone,

        @Schema(description = "Percents at which an alert is given, once each in a period; 50, 80, 100 unless said.")
        @Nullable
        List<Integer> thresholds,

        @Schema(description = "none, refuse (launches), or shut-down (refuse, and stop what runs); none unless said.")
        @Nullable
        String enforcement,

        @Schema(description = "How long after it is used up what runs is left alone.", examples = "PT15M") @Nullable
        Duration grace,

        @Schema(
                description =
                        "How many instances may run at once; any number unless said. What starts at the same moment "
                                + "is not counted yet: a burst may go beyond it.")
        @Nullable
        Integer maxInstances,

        @Schema(description = "Where alerts are sent; nowhere unless said.") @Nullable
        WebhookJson webhook) {
    /** Where alerts are sent. */
    @RegisterForReflection
    @Schema(name = "WebhookRequest")
    record WebhookJson(
            @Schema(required = true) @Nullable String url,

            @Schema(
                    description =
                            "The key of the signature, at least 16 characters. It is never shown, and may be left out of a "
                                    + "change that keeps the URL.")
            @Nullable
            String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "WebhookJson[url=" + url + "]";
        }
    }

    BudgetDraft draft() {
        ScopeJson of = scope == null ? new ScopeJson(null, null, null, null) : scope;
        MoneyJson money = limit == null ? new MoneyJson("", "") : limit;
        WebhookJson hook = webhook == null ? new WebhookJson(null, null) : webhook;
        return new BudgetDraft(
                text(name),
                text(of.type()),
                text(of.domainId()),
                text(of.name()),
                text(of.value()),
                text(money.amount()),
                text(money.currency()),
                Objects.requireNonNullElse(rollingDays, 0),
                text(timeZone),
                thresholds == null ? List.of() : thresholds,
                text(enforcement),
                grace,
                Objects.requireNonNullElse(maxInstances, 0),
                text(hook.url()),
                text(hook.secret()));
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
