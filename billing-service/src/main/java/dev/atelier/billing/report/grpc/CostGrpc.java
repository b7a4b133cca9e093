package dev.atelier.billing.report.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.report.CostReports;
import dev.atelier.billing.report.Meter;
import dev.atelier.billing.report.MeterStream;
import dev.atelier.billing.report.Meters;
import dev.atelier.billing.v1.CostService;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.GetCostsResponse;
import dev.atelier.billing.v1.ListMetersRequest;
import dev.atelier.billing.v1.ListMetersResponse;
import dev.atelier.billing.v1.WatchMetersRequest;
import dev.atelier.billing.v1.WatchMetersResponse;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** {@code atelier.billing.v1.CostService}. */
@GrpcService
class CostGrpc implements CostService {
    private final CostReports reports;
    private final Meters meters;
    private final MeterStream stream;
    private final CallerContext callers;

    CostGrpc(CostReports reports, Meters meters, MeterStream stream, CallerContext callers) {
        this.reports = reports;
        this.meters = meters;
        this.stream = stream;
        this.callers = callers;
    }

    @Override
    @Blocking
    public Uni<GetCostsResponse> getCosts(GetCostsRequest request) {
        return Uni.createFrom()
                .item(ReportProtos.response(reports.costs(ReportProtos.query(request), callers.caller())));
    }

    @Override
    @Blocking
    public Uni<ListMetersResponse> listMeters(ListMetersRequest request) {
        Page<Meter> page = meters.list(
                ReportProtos.filter(request.getFilter()),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()),
                callers.caller());
        return Uni.createFrom()
                .item(ListMetersResponse.newBuilder()
                        .addAllMeters(
                                page.items().stream().map(ReportProtos::meter).toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }

    @Override
    public Multi<WatchMetersResponse> watchMeters(WatchMetersRequest request) {
        return stream.watch(
                        ReportProtos.filter(request.getFilter()),
                        callers.caller(),
                        request.getChangesOnly(),
                        WatchEnd.current())
                .map(update -> update.as(WatchMetersResponse.class, ReportProtos::update));
    }
}
