package dev.atelier.platform.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.platform.json.AtelierJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsInputTest {
    private static final AwsJson JSON = new AwsJson(AtelierJson.newMapper());

    @Test
    void aTimeIsReadToTheMillisecond() {
        assertThat(at("1772323200.25")).isEqualTo(Instant.parse("2026-03-01T00:00:00.250Z"));
        assertThat(at("1.7723232e9")).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(at("-1")).isEqualTo(Instant.parse("1969-12-31T23:59:59Z"));
        assertThat(at("1e-300000000")).isEqualTo(Instant.EPOCH);
        assertThat(at("null")).isNull();
    }

    /** The first one would need a number of 300 million digits, which takes minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"1e300000000", "-1e300000000", "1e18", "253402300800", "-62135596801"})
    @Timeout(60)
    void aTimeThatNobodyMeansIsRefused(String number) {
        AwsException refused = catchThrowableOfType(AwsException.class, () -> at(number));

        assertThat(refused.type()).isEqualTo("ValidationException");
        assertThat(refused).hasMessageContaining("'creationTimeAfter'");
    }

    @Test
    void aNumberThatNoDoubleHoldsIsRefused() {
        assertThat(read("{\"Weight\":1e300}").decimal("Weight")).isEqualTo(1e300);
        AwsException refused = catchThrowableOfType(
                AwsException.class, () -> read("{\"Weight\":1e400}").decimal("Weight"));

        assertThat(refused.type()).isEqualTo("SerializationException");
    }

    private static @Nullable Instant at(String number) {
        return read("{\"CreationTimeAfter\":%s}".formatted(number)).time("CreationTimeAfter");
    }

    private static AwsInput read(String body) {
        return JSON.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
