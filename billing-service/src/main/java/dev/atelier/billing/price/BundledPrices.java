package dev.atelier.billing.price;

import dev.atelier.billing.cost.Micros;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Imports the price book that is shipped with Atelier, at every start; the second time it changes nothing. */
@ApplicationScoped
class BundledPrices {
    static final String NAME = "aws-sagemaker";
    static final String RESOURCE = "/price-books/aws-sagemaker.csv";

    private static final Logger LOG = Logger.getLogger(BundledPrices.class);

    private final PriceBooks prices;
    private final Clock clock;

    BundledPrices(PriceBooks prices, Clock clock) {
        this.prices = prices;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        int added = prices.importBook(bundled(), Micros.truncate(clock.instant()));
        LOG.infof("event=price-book-imported book=%s added=%d", NAME, added);
    }

    static PriceBook bundled() {
        try (InputStream content = BundledPrices.class.getResourceAsStream(RESOURCE)) {
            if (content == null) {
                throw new IllegalStateException("The resource %s is missing".formatted(RESOURCE));
            }
            return PriceBookCsv.read(NAME, content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
