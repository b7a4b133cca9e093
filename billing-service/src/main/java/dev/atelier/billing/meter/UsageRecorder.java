package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** The ledger's door: who may write, and what. */
@ApplicationScoped
public class UsageRecorder {
    private final UsageLedger ledger;
    private final Clock clock;

    UsageRecorder(UsageLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Checks and records events in one transaction: all of them or, when one is wrong, none.
     *
     * @param firstIndex the position of the first one in the request or stream, from 0
     * @throws AtelierException {@code PERMISSION_DENIED} to all but administrators and services that act for nobody,
     *     {@code VALIDATION}
     */
    public Receipt record(List<UsageEventDraft> drafts, long firstIndex, Caller caller) {
        requireRecorder(caller);
        return ledger.record(UsageEventDraft.events(drafts, firstIndex, clock.instant()), caller.subject());
    }

    static void requireRecorder(Caller caller) {
        if (!caller.unlimited()) {
            throw AtelierException.permissionDenied(
                    "Usage is recorded by services for themselves and by administrators; your role is '%s'."
                            .formatted(caller.role().claim()));
        }
    }
}
