package dev.atelier.billing.cost;

import java.math.BigDecimal;

/** Money as it is shown. */
public record Amount(BigDecimal value, String currency) {
    /** The value as a plain decimal, for example {@code 0.05}. */
    public String text() {
        return value.toPlainString();
    }
}
