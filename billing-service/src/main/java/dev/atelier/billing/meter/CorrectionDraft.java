package dev.atelier.billing.meter;

import java.util.List;

/**
 * What is wrong in the ledger, and what is true instead.
 *
 * @param resourceId whose events are taken back
 * @param replacements may be of other resources: an event may have named the wrong one
 */
public record CorrectionDraft(
        String resourceId, List<EventKey> reverses, List<UsageEventDraft> replacements, String reason) {
    public CorrectionDraft {
        reverses = List.copyOf(reverses);
        replacements = List.copyOf(replacements);
    }
}
