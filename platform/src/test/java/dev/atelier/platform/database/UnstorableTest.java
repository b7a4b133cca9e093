package dev.atelier.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.error.ErrorCode;
import dev.atelier.platform.error.Errors;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnstorableTest {
    @ParameterizedTest
    @CsvSource({
        "22021, invalid byte sequence for encoding UTF8",
        "22P05, unsupported Unicode escape sequence",
        "22008, timestamp out of range",
        "22007, invalid input syntax for type timestamp with time zone"
    })
    void isTheFaultOfWhoGaveIt(String state, String message) {
        DatabaseException refused = new DatabaseException(new SQLException(message, state));

        assertThat(Errors.resolve(refused).code()).isEqualTo(ErrorCode.VALIDATION);
        assertThat(Errors.resolve(new IllegalStateException("rolled back", refused))
                        .code())
                .isEqualTo(ErrorCode.VALIDATION);
    }

    @Test
    void aStatementThatIsWrongIsOurs() {
        assertThat(Errors.resolve(new DatabaseException(new SQLException("syntax error", "42601")))
                        .code())
                .isEqualTo(ErrorCode.INTERNAL);
    }
}
