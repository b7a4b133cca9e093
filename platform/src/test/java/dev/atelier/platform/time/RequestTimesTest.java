package dev.atelier.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimesTest {
    @Test
    void whatIsWithinTheCalendarIsRead() {
        assertThat(RequestTimes.instant("start", seconds(0))).isEqualTo(Instant.EPOCH);
        assertThat(RequestTimes.instant("start", "2026-03-01T01:00:00+01:00"))
                .isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(RequestTimes.instant("start", seconds(253_402_300_799L)))
                .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
        assertThat(RequestTimes.duration(
                        "grace",
                        com.google.protobuf.Duration.newBuilder()
                                .setSeconds(90)
                                .setNanos(1)
                                .build()))
                .isEqualTo(Duration.ofSeconds(90, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {253_402_300_800L, -62_135_596_801L, Long.MAX_VALUE, Long.MIN_VALUE})
    void aTimeBeyondItIsRefused(long seconds) {
        refused("start", () -> RequestTimes.instant("start", seconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "2026-03-01", "soon"})
    void aTextThatIsNoTimeWithinItIsRefused(String text) {
        refused("start", () -> RequestTimes.instant("start", text));
    }

    @Test
    void aLengthThatOverflowsIsRefused() {
        refused(
                "grace",
                () -> RequestTimes.duration(
                        "grace",
                        com.google.protobuf.Duration.newBuilder()
                                .setSeconds(Long.MAX_VALUE)
                                .setNanos(Integer.MAX_VALUE)
                                .build()));
    }

    private static void refused(String field, ThrowingCallable call) {
        AtelierException refused = catchThrowableOfType(AtelierException.class, call);
        assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION);
        assertThat(refused.violations()).extracting(FieldViolation::field).containsExactly(field);
    }

    private static Timestamp seconds(long seconds) {
        return Timestamp.newBuilder().setSeconds(seconds).build();
    }
}
