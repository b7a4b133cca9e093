package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.FieldViolation;
import dev.atelier.autopilot.service.dataset.TableSource;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to be held out to measure candidates on, instead of folds.
 *
 * @param fraction of the rows, above 0 and below 1; null for none
 * @param table a table of its own with the same columns; {@link TableSource#NONE} for none
 */
@RegisterForReflection
public record NewValidation(@Nullable Double fraction, TableSource table) {
    /** Nothing is held out: every row is measured in its fold. */
    public static final NewValidation NONE = new NewValidation(null, TableSource.NONE);

    static final String TABLE = "validationDataset";
    private static final String FRACTION = "validationFraction";

    /** Adds what is wrong without a look at the tables. */
    void check(SplitColumns split, List<FieldViolation> violations) {
        if (fraction != null && !(fraction > 0 && fraction < 1)) {
            violations.add(new FieldViolation(FRACTION, "must be above 0 and below 1"));
        }
        if (fraction != null && table.given()) {
            violations.add(
                    new FieldViolation(FRACTION, "cannot be given together with " + TABLE + "; choose one of them"));
        }
        if (table.given()) {
            table.check(TABLE, violations);
        }
        boolean dealt = split.group() != null || split.time() != null;
        if (dealt && (fraction != null || table.given())) {
            violations.add(
                    new FieldViolation(
                            fraction != null ? FRACTION : TABLE,
                            "cannot be given together with groupColumn or timeColumn; choose how rows are split, or what is held out"));
        }
    }
}
