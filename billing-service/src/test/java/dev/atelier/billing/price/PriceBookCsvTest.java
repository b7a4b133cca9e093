package dev.atelier.billing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PriceBookCsvTest {
    private static final String HEADER =
            "instance_type,vcpu,memory_gib,gpu,region,component,usd_per_hour,source,as_of\n";

    @Test
    void theBundledBookHoldsPublishedAndEstimatedPrices() {
        PriceBook book = BundledPrices.bundled();
        Map<PriceKey, PriceBook.Entry> entries =
                book.entries().stream().collect(Collectors.toMap(PriceBook.Entry::key, Function.identity()));

        assertThat(entries).hasSize(423 + 1);
        PriceBook.Entry t3Medium = entries.get(new PriceKey("ml.t3.medium", Component.STUDIO, "us-east-1"));
        assertThat(t3Medium.perHour()).isEqualByComparingTo("0.05");
        assertThat(t3Medium.estimated()).isFalse();
        assertThat(t3Medium.source()).startsWith("bulk CSV AmazonSageMaker us-east-1");
        assertThat(t3Medium.asOf()).isEqualTo("2026-09-24");
        assertThat(entries.get(new PriceKey("ml.m5.large", Component.STUDIO, "us-east-1"))
                        .perHour())
                .isEqualByComparingTo("0.115");
        assertThat(entries.get(new PriceKey("ml.t3.medium", Component.STUDIO, "ap-northeast-1"))
                        .estimated())
                .isTrue();
        assertThat(entries.values().stream().filter(PriceBook.Entry::estimated))
                .as("derived figures")
                .hasSize(203)
                .allMatch(entry -> entry.key().region().equals("ap-northeast-1"));
    }

    @Test
    void quotedFieldsMayHoldCommasAndQuotes() {
        PriceBook book = read("ml.x,1,2,0,us-east-1,studio,0.5,\"a \"\"b\"\", c\",2026-01-01\n");
        assertThat(book.entries())
                .containsExactly(new PriceBook.Entry(
                        new PriceKey("ml.x", Component.STUDIO, "us-east-1"),
                        new BigDecimal("0.5"),
                        "USD",
                        false,
                        "a \"b\", c",
                        "2026-01-01"));
    }

    @Test
    void theHashIsThatOfTheContent() {
        assertThat(read("").sha256()).isEqualTo(read("").sha256()).hasSize(64);
        assertThat(read("").sha256())
                .isNotEqualTo(read("ml.x,1,2,0,r,studio,0.5,s,d\n").sha256());
    }

    @Test
    void wrongLinesAreNamed() {
        refuses("ml.x,1,2,0,r,studio,0.5,s\n", "line 2: 8 fields instead of 9");
        refuses("ml.x,1,2,0,r,kitchen,0.5,s,d\n", "line 2: component 'kitchen'");
        refuses("ml.x,1,2,0,r,studio,much,s,d\n", "line 2: 'much' is not a number");
        refuses("ml.x,1,2,0,r,studio,0,s,d\n", "line 2: a price must be above 0");
        refuses("ml.x,1,2,0,r,studio,1,\"s,d\n", "line 2: a quoted field does not end");
        refuses("ml.x,1,2,0,r,studio,1,s,d\nml.x,1,2,0,r,studio,1,s,d\n", "line 3: a second price");
        assertThatThrownBy(() -> PriceBookCsv.read("b", "what,ever".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("must begin with the line instance_type,");
    }

    private static void refuses(String lines, String message) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static PriceBook read(String lines) {
        return PriceBookCsv.read("test", (HEADER + lines).getBytes(StandardCharsets.UTF_8));
    }
}
