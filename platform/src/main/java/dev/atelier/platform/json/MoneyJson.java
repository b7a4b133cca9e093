package dev.atelier.platform.json;

import dev.atelier.common.v1.Money;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;

/**
 * An exact amount of money as JSON: the decimal is a string, so that no client reads it as a binary fraction.
 *
 * @param amount a plain decimal without exponent, for example {@code 0.05}
 * @param currency ISO 4217, for example {@code USD}
 */
@RegisterForReflection
public record MoneyJson(String amount, String currency) {
    public static MoneyJson of(BigDecimal amount, String currency) {
        return new MoneyJson(amount.toPlainString(), currency);
    }

    public static MoneyJson of(Money money) {
        return new MoneyJson(money.getAmount(), money.getCurrency());
    }

    public Money toProto() {
        return Money.newBuilder().setAmount(amount).setCurrency(currency).build();
    }
}
