package dev.atelier.billing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.platform.database.Database;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class PriceBooksTest {
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

    @Inject
    PriceBooks prices;

    @Inject
    PriceBookImports imports;

    @Inject
    Database database;

    @Test
    void theBundledBookIsThereAndImportedOnce() throws IOException {
        assertThat(prices.require(new PriceKey("ml.t3.medium", Component.STUDIO, "us-east-1"), JUNE)
                        .perHour())
                .isEqualByComparingTo("0.05");
        try (InputStream content = BundledPrices.content()) {
            assertThat(imports.bundled(BundledPrices.NAME, content).total()).isZero();
        }
        assertThat(database.find(
                        "SELECT count(*) AS n FROM price_book WHERE name = ?",
                        row -> row.integer("n"),
                        BundledPrices.NAME))
                .contains(1);
    }

    @Test
    void aNewBookChangesThePriceFromNowOnAndNeverThePast() {
        PriceKey key = new PriceKey("ml.changing", Component.STUDIO, "us-east-1");
        PriceKey steady = new PriceKey("ml.steady", Component.STUDIO, "us-east-1");
        assertThat(prices.importBook(book("a", entry(key, "1.00"), entry(steady, "3")), JUNE))
                .isEqualTo(2);
        assertThat(prices.importBook(book("b", entry(key, "2.00"), entry(steady, "3.0")), JULY))
                .isEqualTo(1);

        assertThat(prices.require(key, JULY.minusMillis(1)).perHour()).isEqualByComparingTo("1");
        assertThat(prices.require(key, JULY).perHour()).isEqualByComparingTo("2");
        assertThat(prices.require(key, PriceBooks.FIRST_VALID_FROM).perHour()).isEqualByComparingTo("1");
        assertThat(prices.require(steady, JULY).validFrom()).isEqualTo(PriceBooks.FIRST_VALID_FROM);
    }

    @Test
    void theBundledBookLeavesAloneWhatAnotherBookPricesLater() throws IOException {
        PriceKey later = new PriceKey("ml.priced-later", Component.STUDIO, "us-east-1");
        PriceKey own = new PriceKey("ml.bundled-alone", Component.STUDIO, "us-east-1");
        Instant scheduled = Instant.now().plus(Duration.ofDays(3650));
        bundled(later.instanceType() + ",1", own.instanceType() + ",1");
        prices.importBook(book("later", entry(later, "5")), scheduled);

        assertThat(bundled(later.instanceType() + ",2", own.instanceType() + ",2"))
                .isEqualTo(new Activation(0, 1));
        assertThat(prices.require(later, scheduled.minusSeconds(1)).perHour()).isEqualByComparingTo("1");
        assertThat(prices.require(later, scheduled).perHour()).isEqualByComparingTo("5");
        assertThat(prices.require(own, scheduled).perHour()).isEqualByComparingTo("2");
    }

    /** The prices of instance types in a new version of a book that comes with Atelier. */
    private Activation bundled(String... prices) throws IOException {
        StringBuilder csv = new StringBuilder(
                "instance_type,vcpu,memory_gib,gpu,region,component,currency,price_per_hour,source,as_of\n");
        for (String price : prices) {
            csv.append(price.replace(",", ",2,4,0,us-east-1,studio,USD,")).append(",test,2026-03-01\n");
        }
        try (InputStream content = new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8))) {
            return imports.bundled("bundled-test", content);
        }
    }

    @Test
    void anUnknownPriceIsAnErrorThatNamesTheKey() {
        assertThatThrownBy(() -> prices.require(new PriceKey("ml.none", Component.HOSTING, "mars-1"), JUNE))
                .hasMessage("There is no price for instance type 'ml.none', component 'hosting', region 'mars-1'.");
    }

    @Test
    void systemIsFreeByRule() {
        Price free = prices.require(new PriceKey("system", Component.STUDIO, "mars-1"), JUNE);
        assertThat(free.perHour()).isZero();
        assertThat(free.source()).isEqualTo("free by rule");
    }

    private static PriceBook book(String hash, PriceBook.Entry... entries) {
        return new PriceBook("changing", hash, List.of(entries));
    }

    private static PriceBook.Entry entry(PriceKey key, String perHour) {
        return new PriceBook.Entry(key, new BigDecimal(perHour), "USD", false, "test", "now");
    }
}
