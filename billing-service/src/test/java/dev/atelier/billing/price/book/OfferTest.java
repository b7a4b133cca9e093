package dev.atelier.billing.price.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceBook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A sample of the offer, made from its documented format, with its known pitfalls. */
class OfferTest {
    private static final Tuple[] PRICES = {
        tuple("ml.t3.medium", Component.STUDIO, "us-east-1", "0.05", false),
        tuple("ml.m5.large", Component.TRAINING, "us-east-1", "0.115", false),
        tuple("ml.g4dn.xlarge", Component.HOSTING, "us-east-1", "0.7364", false),
        tuple("ml.x9.huge", Component.PROCESSING, "us-east-1", "9.99", false),
        tuple("ml.m5.large", Component.HOSTING, "ap-northeast-1", "0.149", false),
        tuple("ml.p4d.24xlarge", Component.TRAINING, "us-east-1", "37.688", true),
        tuple("gp3", Component.STORAGE, "us-east-1", "0.112", false)
    };

    @ParameterizedTest
    @EnumSource(
            value = BookFormat.class,
            names = {"AWS_OFFER_JSON", "AWS_OFFER_CSV"})
    void theSampleIsReadWithAllItsPitfalls(BookFormat format) throws IOException {
        ParsedBook book = read(format, sample(format));
        assertThat(book.version()).isEqualTo("20260925000313");
        assertThat(book.entries())
                .extracting(
                        entry -> entry.key().instanceType(),
                        entry -> entry.key().component(),
                        entry -> entry.key().region(),
                        entry -> entry.perHour().stripTrailingZeros().toPlainString(),
                        PriceBook.Entry::estimated)
                .contains(PRICES);
        assertThat(book.entries()).allMatch(entry -> entry.currency().equals("USD"));
        assertThat(book.specs())
                .extracting(InstanceSpec::instanceType, InstanceSpec::vcpu, InstanceSpec::gpu)
                .contains(tuple("ml.t3.medium", 2, 0), tuple("ml.g4dn.xlarge", 4, 1), tuple("ml.p4d.24xlarge", 96, 8))
                .doesNotContain(tuple("ml.x9.huge", 0, 0));

        Map<String, Long> skipped = book.skipped().stream().collect(Collectors.toMap(Skipped::reason, Skipped::count));
        assertThat(skipped)
                .containsEntry("not in a region: AWS Outposts", 1L)
                .containsEntry("free tier", 1L)
                .containsEntry("not metered: Processing_DW", 1L)
                .containsEntry("not metered: TrSpt", 1L)
                .containsEntry("not metered: Notebk", 1L)
                .containsEntry("a price of 0", 1L)
                .containsEntry("a cheaper tier: all usage is priced by the dearest, and marked as estimated", 1L)
                .containsEntry("the same price again", 1L)
                .containsEntry("not priced by the hour: Requests", 1L);
        assertThat(book.skipped()).allMatch(one -> one.firstLine() > 5);
    }

    @Test
    void onlyTheJsonFileTellsTheTypeOfAnUnreadableUsageType() throws IOException {
        ParsedBook json = read(BookFormat.AWS_OFFER_JSON, sample(BookFormat.AWS_OFFER_JSON));
        ParsedBook csv = read(BookFormat.AWS_OFFER_CSV, sample(BookFormat.AWS_OFFER_CSV));
        assertThat(json.entries())
                .hasSize(PRICES.length + 1)
                .anyMatch(entry -> entry.key().instanceType().equals("ml.c5.large"));
        assertThat(csv.entries()).hasSize(PRICES.length);
        assertThat(csv.skipped()).extracting(Skipped::reason).contains("no instance type", "not on demand: Reserved");
        assertThat(json.skipped())
                .extracting(Skipped::reason)
                .contains("no on-demand price", "a price of no product", "not on demand: Reserved");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USE1-Studio:JupyterLab-ml.t3.medium | Studio:JupyterLab | ml.t3.medium",
                "Host:ml.c5.xlarge | Host | ml.c5.xlarge",
                "APN1-Train:ml.p4d.24xlarge | Train | ml.p4d.24xlarge",
                "EU-Processing:ml.m5.large | Processing | ml.m5.large",
                "USE1-Studio:VolumeUsage.gp3 | Studio:VolumeUsage | gp3",
                "USE1-UnifiedStudio:Notebook-ml.m5.large | UnifiedStudio:Notebook | ml.m5.large",
                "UGW1-Train:ml.trn1n.32xlarge | Train | ml.trn1n.32xlarge",
            })
    void usageTypesFollowTheirGrammar(String usageType, String kind, String instanceType) {
        assertThat(OfferUsage.parse(usageType)).isEqualTo(new OfferUsage(kind, instanceType));
    }

    @Test
    void usageBeyondAFreeTierIsPriced() throws IOException {
        String free = sample(BookFormat.AWS_OFFER_JSON).replace("\"USD\": \"37.688\"", "\"USD\": \"0\"");
        assertThat(read(BookFormat.AWS_OFFER_JSON, free).entries())
                .filteredOn(entry -> entry.key().instanceType().equals("ml.p4d.24xlarge"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.perHour()).isPositive();
                    assertThat(entry.estimated()).isTrue();
                });
    }

    @Test
    void aBrokenJsonFileIsRefusedWithItsLine() throws IOException {
        String sample = sample(BookFormat.AWS_OFFER_JSON);
        refuses(BookFormat.AWS_OFFER_JSON, sample.substring(0, sample.length() / 2), "not JSON");
        refuses(BookFormat.AWS_OFFER_JSON, "[1]", "line 1: the offer must be an object");
        refuses(
                BookFormat.AWS_OFFER_JSON,
                sample.replace("\"AmazonSageMaker\",\n  \"version\"", "\"AmazonEC2\",\n  \"version\""),
                "the offer is 'AmazonEC2'");
        refuses(
                BookFormat.AWS_OFFER_JSON,
                sample.replace("0.7364000000", "cheap"),
                "line %d: the price 'cheap' is not a number"
                        .formatted(line(sample, "\"SKUHOSTNOPREFIX.JRTCKXETXF.0\": {")));
        refuses(
                BookFormat.AWS_OFFER_JSON,
                sample.replace("\"beginRange\": \"100\"", "\"beginRange\": \"99\""),
                "overlap or leave a gap at 99");
        refuses(
                BookFormat.AWS_OFFER_JSON,
                sample.replaceFirst("\"USD\": \"0.0500000000\"", "\"USD\": \"0.0600000000\""),
                "a second price for instance type 'ml.t3.medium', component 'studio'");
        refuses(
                BookFormat.AWS_OFFER_JSON,
                sample.replaceFirst("\"USD\": \"0.0500000000\"", "\"USD\": \"1\", \"EUR\": \"1\""),
                "2 prices per unit instead of 1");
    }

    @Test
    void aBrokenCsvFileIsRefusedWithItsLine() throws IOException {
        String sample = sample(BookFormat.AWS_OFFER_CSV);
        refuses(
                BookFormat.AWS_OFFER_CSV,
                sample.replace("\"usageType\"", "\"use\""),
                "line 6: the header has no column 'usagetype'");
        refuses(BookFormat.AWS_OFFER_CSV, sample.replace("\"PricePerUnit\",", ""), "no column 'priceperunit'");
        refuses(BookFormat.AWS_OFFER_CSV, sample.replace("\"0.7364000000\"", "\"\""), "is not a number");
        refuses(
                BookFormat.AWS_OFFER_CSV,
                sample.replace("OfferCode\",\"AmazonSageMaker", "OfferCode\",\"AmazonS3"),
                "line 5: the offer is 'AmazonS3'");
        refuses(BookFormat.AWS_OFFER_CSV, sample.substring(0, sample.length() - 20), "line");
    }

    private static void refuses(BookFormat format, String text, String message) {
        assertThatThrownBy(() -> read(format, text))
                .hasMessageContaining("The price book is refused; line ")
                .hasMessageContaining(message);
    }

    private static long line(String text, String part) {
        return text.substring(0, text.indexOf(part)).lines().count();
    }

    private static ParsedBook read(BookFormat format, String text) {
        return BookReader.read(format, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), List.of())
                .book();
    }

    static String sample(BookFormat format) throws IOException {
        String name = format == BookFormat.AWS_OFFER_JSON ? "/offers/sagemaker.json" : "/offers/sagemaker.csv";
        try (InputStream content = Objects.requireNonNull(OfferTest.class.getResourceAsStream(name))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
