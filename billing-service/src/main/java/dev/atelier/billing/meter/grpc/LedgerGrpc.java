package dev.atelier.billing.meter.grpc;

import dev.atelier.billing.meter.LedgerCheck;
import dev.atelier.billing.v1.CheckLedgerRequest;
import dev.atelier.billing.v1.CheckLedgerResponse;
import dev.atelier.billing.v1.LedgerIntegrityService;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** {@code atelier.billing.v1.LedgerIntegrityService}. */
@GrpcService
class LedgerGrpc implements LedgerIntegrityService {
    private final LedgerCheck check;
    private final CallerContext callers;

    LedgerGrpc(LedgerCheck check, CallerContext callers) {
        this.check = check;
        this.callers = callers;
    }

    @Override
    @Blocking
    public Uni<CheckLedgerResponse> checkLedger(CheckLedgerRequest request) {
        return Uni.createFrom().item(LedgerProtos.integrity(check.check(callers.caller())));
    }
}
