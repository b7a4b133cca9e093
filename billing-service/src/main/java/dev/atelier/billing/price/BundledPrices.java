package dev.atelier.billing.price;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Imports the price book that is shipped with Atelier, at every start; the second time it changes nothing. */
@ApplicationScoped
class BundledPrices {
    static final String NAME = "aws-sagemaker";
    static final String RESOURCE = "/price-books/aws-sagemaker.csv";

    private static final Logger LOG = Logger.getLogger(BundledPrices.class);

    private final PriceBookImports imports;

    BundledPrices(PriceBookImports imports) {
        this.imports = imports;
    }

    void onStart(@Observes StartupEvent event) throws IOException {
        try (InputStream content = content()) {
            Activation activation = imports.bundled(NAME, content);
            LOG.infof(
                    "event=price-book-imported book=%s added=%d changed=%d",
                    NAME, activation.added(), activation.changed());
        }
    }

    static InputStream content() {
        return Objects.requireNonNull(BundledPrices.class.getResourceAsStream(RESOURCE), RESOURCE);
    }
}
