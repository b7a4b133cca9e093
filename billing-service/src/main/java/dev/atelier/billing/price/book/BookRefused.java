package dev.atelier.billing.price.book;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import java.util.List;

/** Makes the error that refuses a whole book. */
final class BookRefused {
    private BookRefused() {}

    /** {@code VALIDATION} that names the line, from 1, and the reason. */
    static AtelierException at(long line, String reason) {
        return new AtelierException(
                ErrorCode.VALIDATION,
                "The price book is refused; line %d: %s.".formatted(line, reason),
                List.of(new FieldViolation("line " + line, reason)));
    }
}
