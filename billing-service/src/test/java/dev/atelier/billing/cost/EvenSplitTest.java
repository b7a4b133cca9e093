package dev.atelier.billing.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvenSplitTest {
    @Test
    void sharesAddUpAndDifferByAMicrosecondAtMost() {
        for (long micros = 0; micros < 100; micros++) {
            for (int parts = 1; parts < 9; parts++) {
                long time = micros;
                int among = parts;
                long[] shares = IntStream.range(0, parts)
                        .mapToLong(part -> EvenSplit.share(time, among, part))
                        .toArray();
                assertThat(IntStream.range(0, parts).mapToLong(i -> shares[i]).sum())
                        .isEqualTo(micros);
                assertThat(shares[0] - shares[parts - 1]).isBetween(0L, 1L);
            }
        }
    }
}
