package dev.atelier.billing.price.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceBook;
import dev.atelier.billing.price.PriceKey;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OwnBookTest {
    private static final String HEADER =
            "instance_type,vcpu,memory_gib,gpu,region,component,usd_per_hour,source,as_of\n";
    private static final String RATES = "unit,region,component,currency,price_per_hour\n";

    @Test
    void theBundledBookHoldsPublishedAndEstimatedPrices() throws Exception {
        ParsedBook book;
        try (InputStream content =
                Objects.requireNonNull(OwnBookTest.class.getResourceAsStream("/price-books/aws-sagemaker.csv"))) {
            book = BookReader.read(BookFormat.CSV, content, List.of()).book();
        }
        Map<PriceKey, PriceBook.Entry> entries =
                book.entries().stream().collect(Collectors.toMap(PriceBook.Entry::key, Function.identity()));

        assertThat(entries).hasSize(423 + 1);
        PriceBook.Entry t3Medium = entries.get(new PriceKey("ml.t3.medium", Component.STUDIO, "us-east-1"));
        assertThat(t3Medium.perHour()).isEqualByComparingTo("0.05");
        assertThat(t3Medium.estimated()).isFalse();
        assertThat(t3Medium.source()).startsWith("bulk CSV AmazonSageMaker us-east-1");
        assertThat(t3Medium.asOf()).isEqualTo("2026-09-24");
        assertThat(entries.values().stream().filter(PriceBook.Entry::estimated))
                .as("derived figures")
                .hasSize(203)
                .allMatch(entry -> entry.key().region().equals("ap-northeast-1"));
        assertThat(book.specs()).contains(new InstanceSpec("ml.t3.medium", 2, new BigDecimal("4"), 0));
    }

    @Test
    void quotedFieldsMayHoldCommasQuotesAndLineBreaks() {
        ParsedBook book = read("\ufeff" + HEADER.strip() + "\r\n\r\n"
                + "ml.x,1,2,0,us-east-1,studio,0.5,\"a \"\"b\"\",\r\nc\",2026-01-01\r\n");
        assertThat(book.entries())
                .containsExactly(new PriceBook.Entry(
                        new PriceKey("ml.x", Component.STUDIO, "us-east-1"),
                        new BigDecimal("0.5"),
                        "USD",
                        false,
                        "a \"b\",\nc",
                        "2026-01-01"));
    }

    @Test
    void otherCurrenciesAreNamed() {
        ParsedBook book = read("""
                instance_type,vcpu,memory_gib,gpu,region,component,currency,price_per_hour,source,as_of
                rack-a,8,32.5,1,tokyo-dc,training,JPY,88,own,2026
                """);
        assertThat(book.entries())
                .extracting(PriceBook.Entry::currency, PriceBook.Entry::perHour)
                .containsExactly(tuple("JPY", new BigDecimal("88")));
        assertThat(book.specs()).containsExactly(new InstanceSpec("rack-a", 8, new BigDecimal("32.5"), 1));
    }

    @Test
    void ratesMakeThePriceOfEveryKnownType() {
        ParsedBook book = BookReader.read(
                        BookFormat.CSV,
                        stream(RATES + """
                        vcpu-hour,dc-1,studio,EUR,0.02
                        gib-hour,dc-1,studio,EUR,0.003
                        vcpu-hour,dc-1,training,EUR,0.02
                        gpu-hour,dc-1,training,EUR,1.5
                        """),
                        List.of(
                                new InstanceSpec("small", 2, new BigDecimal("4"), 0),
                                new InstanceSpec("big", 4, new BigDecimal("16"), 1)))
                .book();
        assertThat(book.entries())
                .extracting(
                        entry -> entry.key().instanceType(),
                        entry -> entry.key().component(),
                        entry -> entry.perHour().toPlainString())
                .containsExactlyInAnyOrder(
                        tuple("small", Component.STUDIO, "0.052"),
                        tuple("small", Component.TRAINING, "0.04"),
                        tuple("big", Component.TRAINING, "1.58"));
        assertThat(book.skipped())
                .extracting(Skipped::reason, Skipped::count)
                .containsExactly(tuple("a type with GPUs, but no rate per gpu-hour", 1L));
    }

    @Test
    void storageIsPricedByTheGbMonth() {
        ParsedBook book = read(HEADER + "nvme,,,,dc-1,storage,0.08,own,2026\n");
        assertThat(book.entries())
                .extracting(PriceBook.Entry::key, PriceBook.Entry::perHour)
                .containsExactly(tuple(new PriceKey("nvme", Component.STORAGE, "dc-1"), new BigDecimal("0.08")));
        assertThat(book.specs()).isEmpty();
        refuses("nvme,1,,,dc-1,storage,0.08,own,2026\n", "line 2: storage has no vCPU");
        assertThatThrownBy(() -> read(RATES + "gib-hour,r,storage,EUR,1\n")).hasMessageContaining("no rates");
    }

    @Test
    void wrongLinesAreNamed() {
        refuses("ml.x,1,2,0,r,studio,0.5,s\n", "line 2: 8 fields instead of 9");
        refuses("ml.x,1,2,0,r,kitchen,0.5,s,d\n", "line 2: component 'kitchen'");
        refuses("ml.x,1,2,0,r,studio,much,s,d\n", "line 2: 'much' is not a number");
        refuses("ml.x,1,2,0,r,studio,1e999,s,d\n", "line 2: '1e999' is not a number");
        refuses("ml.x,1,2,0,r,studio,0,s,d\n", "line 2: '0' must be above 0");
        refuses("ml.x,0,2,0,r,studio,1,s,d\n", "line 2: '0' is not a whole number from 1 on");
        refuses("ml.x,1,2,0,r,studio,1,\"s,d\n", "line 2: a quoted field does not end");
        refuses("ml.x,1,2,0,r,studio,1,s,d\nml.x,1,2,0,r,studio,2,s,d\n", "line 3: a second price");
        refuses("", "the book holds no price of ours");
        assertThatThrownBy(() -> read("what,ever\n")).hasMessageContaining("line 1: the header must be");
        assertThatThrownBy(() -> read(RATES + "cpu,r,studio,EUR,1\n")).hasMessageContaining("line 2: the unit 'cpu'");
        assertThatThrownBy(() -> read(RATES + "gib-hour,r,studio,EUR,1\ngib-hour,r,studio,EUR,2\n"))
                .hasMessageContaining("line 3: a second rate");
    }

    private static void refuses(String lines, String message) {
        assertThatThrownBy(() -> read(HEADER + lines)).hasMessageContaining(message);
    }

    private static ParsedBook read(String text) {
        return BookReader.read(BookFormat.CSV, stream(text), List.of()).book();
    }

    private static InputStream stream(String text) {
        return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
