package dev.atelier.billing.meter.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.meter.UsageSource;
import dev.atelier.billing.meter.UsageSources;
import dev.atelier.billing.v1.ListUsageSourcesRequest;
import dev.atelier.billing.v1.ListUsageSourcesResponse;
import dev.atelier.billing.v1.RecordHeartbeatRequest;
import dev.atelier.billing.v1.RecordHeartbeatResponse;
import dev.atelier.billing.v1.UsageSourceService;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** {@code atelier.billing.v1.UsageSourceService}. */
@GrpcService
class SourceGrpc implements UsageSourceService {
    private final UsageSources sources;
    private final CallerContext callers;

    SourceGrpc(UsageSources sources, CallerContext callers) {
        this.sources = sources;
        this.callers = callers;
    }

    @Override
    @Blocking
    public Uni<RecordHeartbeatResponse> recordHeartbeat(RecordHeartbeatRequest request) {
        return Uni.createFrom()
                .item(RecordHeartbeatResponse.newBuilder()
                        .setSilentAfter(ProtoTimes.duration(sources.heartbeat(request.getSource(), callers.caller())))
                        .build());
    }

    @Override
    @Blocking
    public Uni<ListUsageSourcesResponse> listUsageSources(ListUsageSourcesRequest request) {
        Page<UsageSource> page =
                sources.list(PageRequest.ofProto(request.getPageSize(), request.getPageToken()), callers.caller());
        return Uni.createFrom()
                .item(ListUsageSourcesResponse.newBuilder()
                        .addAllSources(
                                page.items().stream().map(LedgerProtos::source).toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }
}
