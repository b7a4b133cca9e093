package dev.atelier.billing.meter.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.Receipt;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of events. */
@RegisterForReflection
@Schema(name = "UsageReceipt")
public record ReceiptJson(
        @Schema(description = "Events that changed the ledger.")
        long accepted,

        @Schema(description = "Events that were there already, with the same payload.")
        long duplicates) {
    /**
     * The answer to a request.
     *
     * @param keys of the events of the request, in its order
     * @throws AtelierException {@code CONFLICT} that names the events whose keys are taken by another payload
     */
    public static ReceiptJson of(Receipt receipt, List<EventKey> keys) {
        if (receipt.conflicts().isEmpty()) {
            return new ReceiptJson(receipt.accepted(), receipt.duplicates());
        }
        // the last event of a key: when two of one request differ, the first is the one that counts
        throw new AtelierException(
                ErrorCode.CONFLICT,
                "%d of %d events conflict with other events of the same source and id; the rest is recorded."
                        .formatted(receipt.conflicts().size(), keys.size()),
                receipt.conflicts().stream()
                        .map(conflict -> new FieldViolation(
                                "events[%d]".formatted(keys.lastIndexOf(conflict.key())), conflict.reason()))
                        .toList());
    }
}
