package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;

/** The proof that the ledger is what its events say, one at a time because it reads everything. */
@ApplicationScoped
public class LedgerCheck {
    private final LedgerProof proof;
    private final AtomicBoolean running = new AtomicBoolean();

    LedgerCheck(LedgerProof proof) {
        this.proof = proof;
    }

    /**
     * Checks the whole ledger.
     *
     * @throws AtelierException {@code PERMISSION_DENIED} to all but services and administrators, {@code CONFLICT} while
     *     another check runs here
     */
    public LedgerIntegrity check(Caller caller) {
        caller.requireAdmin();
        if (!running.compareAndSet(false, true)) {
            throw new AtelierException(
                    ErrorCode.CONFLICT, "The ledger is being checked already; ask again when that is done.");
        }
        try {
            return proof.of();
        } finally {
            running.set(false);
        }
    }
}
