package dev.atelier.billing.price.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One tier of a product's on-demand price.
 *
 * @param effectiveDate RFC 3339, as the offer has it; the latest one of a product counts
 * @param begin the first unit that it holds for
 * @param end the unit from which it holds no more; null when it holds for all above
 * @param line where it stands
 */
record OfferPrice(
        String effectiveDate,
        String unit,
        BigDecimal begin,
        @Nullable BigDecimal end,
        BigDecimal price,
        String currency,
        long line) {
    /**
     * Reads the texts of an offer.
     *
     * @param end {@code Inf} or a number
     * @throws dev.atelier.api.error.AtelierException {@code VALIDATION} that names the line
     */
    static OfferPrice of(
            String effectiveDate, String unit, String begin, String end, String price, String currency, long line) {
        if (!currency.matches("[A-Z]{3}")) {
            throw BookRefused.at(line, "'%s' is not a currency".formatted(currency));
        }
        BigDecimal amount = number(price, "price", line);
        if (amount.signum() < 0) {
            throw BookRefused.at(line, "a price below 0");
        }
        return new OfferPrice(
                effectiveDate,
                unit,
                begin.isEmpty() ? BigDecimal.ZERO : number(begin, "beginning of a range", line),
                end.isEmpty() || end.equals("Inf") ? null : number(end, "end of a range", line),
                amount,
                currency,
                line);
    }

    private static BigDecimal number(String text, String what, long line) {
        return Decimals.parse(text)
                .orElseThrow(() -> BookRefused.at(line, "the %s '%s' is not a number".formatted(what, text)));
    }
}
