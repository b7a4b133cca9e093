package dev.atelier.billing.meter.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.meter.RecordedEvent;
import dev.atelier.billing.meter.UsageCorrections;
import dev.atelier.billing.v1.CorrectUsageRequest;
import dev.atelier.billing.v1.CorrectUsageResponse;
import dev.atelier.billing.v1.ListUsageEventsRequest;
import dev.atelier.billing.v1.ListUsageEventsResponse;
import dev.atelier.billing.v1.UsageCorrectionService;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** {@code atelier.billing.v1.UsageCorrectionService}. */
@GrpcService
class CorrectionGrpc implements UsageCorrectionService {
    private final UsageCorrections corrections;
    private final CallerContext callers;

    CorrectionGrpc(UsageCorrections corrections, CallerContext callers) {
        this.corrections = corrections;
        this.callers = callers;
    }

    @Override
    @Blocking
    public Uni<ListUsageEventsResponse> listUsageEvents(ListUsageEventsRequest request) {
        Page<RecordedEvent> page = corrections.list(
                request.getResourceId(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()),
                callers.caller());
        return Uni.createFrom()
                .item(ListUsageEventsResponse.newBuilder()
                        .addAllEvents(
                                page.items().stream().map(LedgerProtos::event).toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }

    @Override
    @Blocking
    public Uni<CorrectUsageResponse> correctUsage(CorrectUsageRequest request) {
        return Uni.createFrom()
                .item(LedgerProtos.correction(corrections.correct(LedgerProtos.draft(request), callers.caller())));
    }
}
