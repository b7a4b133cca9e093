package dev.atelier.billing.price.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.price.PriceBookImports;
import dev.atelier.billing.price.PriceConfig;
import dev.atelier.platform.body.LargeBody;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;

/** Uploads of price books, bounded by {@code atelier.billing.prices.max-upload-size}. */
@Singleton
class PriceBookUploads implements LargeBody {
    private static final String PATH = "/api/v1/price-books";

    private final PriceConfig config;

    PriceBookUploads(PriceConfig config) {
        this.config = config;
    }

    @Override
    public boolean is(HttpMethod method, String path) {
        return HttpMethod.POST.equals(method) && PATH.equals(path);
    }

    @Override
    public long limit() {
        return config.maxUploadSize().asLongValue();
    }

    @Override
    public AtelierException tooLarge() {
        return PriceBookImports.tooLarge(limit());
    }
}
