package dev.atelier.billing.price.rest;

import dev.atelier.billing.price.BookVersion;
import dev.atelier.billing.price.PriceBookImports;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One import of a price book. */
@RegisterForReflection
@Schema(name = "PriceBook")
record PriceBookJson(
        @Schema(examples = "pb-7") String priceBookId,
        String name,

        @Schema(examples = "aws-offer-json") String format,

        @Schema(description = "What the publisher calls it; \"\" when he does not.")
        String version,

        String sha256,

        @Schema(description = "Staged or Active.") String status,

        Instant importTime,
        String importedBy,

        @Schema(description = "From when its figures are in force; absent until it is activated.") @Nullable
        Instant activeFrom,

        int priceCount,

        @Schema(description = "What of its source was no price of ours.")
        List<SkippedJson> skipped) {
    /** Rows that were left out. */
    @RegisterForReflection
    @Schema(name = "SkippedPrices")
    record SkippedJson(String reason, long count, long firstLine) {}

    static PriceBookJson of(BookVersion version) {
        return new PriceBookJson(
                PriceBookImports.id(version.id()),
                version.name(),
                version.format().code(),
                version.version(),
                version.sha256(),
                version.activeFrom() == null ? "Staged" : "Active",
                version.importedAt(),
                version.importedBy(),
                version.activeFrom(),
                version.priceCount(),
                version.skipped().stream()
                        .map(one -> new SkippedJson(one.reason(), one.count(), one.firstLine()))
                        .toList());
    }
}
