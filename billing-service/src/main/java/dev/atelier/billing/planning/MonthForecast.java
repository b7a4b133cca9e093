package dev.atelier.billing.planning;

import dev.atelier.billing.cost.Amount;
import java.util.Locale;

/**
 * What a month will cost in one currency.
 *
 * @param spent so far
 * @param expected of the whole month
 * @param low with {@code high} the range in which eight of ten such months lie; never below what is spent
 * @param historyDays how many whole days of the past it is made from
 * @param estimated whether a price of what was spent, or of what it is made from, is an estimate
 */
public record MonthForecast(
        Amount spent, Amount expected, Amount low, Amount high, Basis basis, int historyDays, boolean estimated) {
    /** What a forecast is made from. */
    public enum Basis {
        /** The same days of earlier weeks. */
        WEEKS,
        /** Less than two weeks are known: days as they were. */
        DAYS,
        /** No whole day is known: what runs now goes on, or stops. */
        RUNNING;

        /** The name in REST, for example {@code weeks}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
