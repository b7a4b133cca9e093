package dev.atelier.billing.meter.rest;

import dev.atelier.billing.meter.Receipt;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of events. */
@RegisterForReflection
@Schema(name = "UsageReceipt")
record ReceiptJson(
        @Schema(description = "Events that changed the ledger.")
        long accepted,

        @Schema(description = "Events that were there already, with the same payload.")
        long duplicates) {
    static ReceiptJson of(Receipt receipt) {
        return new ReceiptJson(receipt.accepted(), receipt.duplicates());
    }
}
