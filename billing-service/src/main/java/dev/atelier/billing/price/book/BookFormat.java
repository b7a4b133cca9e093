package dev.atelier.billing.price.book;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** In what form a price book comes. */
public enum BookFormat {
    /** A list of prices, or of rates per vCPU-, GiB- and GPU-hour: see {@link OwnBook}. */
    CSV,
    /** The AWS Price List offer file {@code index.json}. */
    AWS_OFFER_JSON,
    /** The AWS Price List offer file {@code index.csv}. */
    AWS_OFFER_CSV;

    /** All codes, for a message. */
    public static final String CODES =
            Arrays.stream(values()).map(BookFormat::code).collect(Collectors.joining(", "));

    /** The name in REST and in the database, for example {@code aws-offer-json}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<BookFormat> find(String code) {
        return Arrays.stream(values())
                .filter(format -> format.code().equals(code))
                .findFirst();
    }
}
