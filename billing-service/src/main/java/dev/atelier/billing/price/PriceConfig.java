package dev.atelier.billing.price;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Price books ({@code atelier.billing.prices.*}). */
@ConfigMapping(prefix = "atelier.billing.prices")
public interface PriceConfig {
    /** The largest price book that may be uploaded. The offer file of one region has some 20 MB, that of all 500 MB. */
    @WithDefault("1G")
    MemorySize maxUploadSize();
}
