package dev.atelier.billing.planning.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.estimate.Comparison;
import dev.atelier.billing.estimate.ComparisonDraft;
import dev.atelier.billing.estimate.Estimates;
import dev.atelier.billing.estimate.grpc.EstimateProtos;
import dev.atelier.billing.planning.AdviceReport;
import dev.atelier.billing.planning.Advisor;
import dev.atelier.billing.planning.Forecast;
import dev.atelier.billing.planning.Forecasts;
import dev.atelier.billing.price.grpc.PriceProtos;
import dev.atelier.billing.report.grpc.ReportProtos;
import dev.atelier.billing.v1.CompareInstanceTypesRequest;
import dev.atelier.billing.v1.CompareInstanceTypesResponse;
import dev.atelier.billing.v1.ForecastMonthRequest;
import dev.atelier.billing.v1.ForecastMonthResponse;
import dev.atelier.billing.v1.GetAdviceRequest;
import dev.atelier.billing.v1.GetAdviceResponse;
import dev.atelier.billing.v1.PlanningService;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** {@code atelier.billing.v1.PlanningService}. */
@GrpcService
class PlanningGrpc implements PlanningService {
    private final Estimates estimates;
    private final Forecasts forecasts;
    private final Advisor advisor;
    private final CallerContext callers;

    PlanningGrpc(Estimates estimates, Forecasts forecasts, Advisor advisor, CallerContext callers) {
        this.estimates = estimates;
        this.forecasts = forecasts;
        this.advisor = advisor;
        this.callers = callers;
    }

    @Override
    @Blocking
    public Uni<CompareInstanceTypesResponse> compareInstanceTypes(CompareInstanceTypesRequest request) {
        callers.caller();
        Comparison comparison = estimates.compare(new ComparisonDraft(
                request.getVcpu(),
                request.getMemoryGib(),
                request.getGpu(),
                PriceProtos.code(request.getComponent()),
                request.getRegion(),
                request.getInstanceCount(),
                EstimateProtos.time(
                        request.hasDuration() ? request.getDuration() : null,
                        request.hasSchedule() ? request.getSchedule() : null)));
        return Uni.createFrom()
                .item(CompareInstanceTypesResponse.newBuilder()
                        .setDuration(ProtoTimes.duration(comparison.duration()))
                        .addAllOptions(comparison.options().stream()
                                .map(PlanningProtos::option)
                                .toList())
                        .build());
    }

    @Override
    @Blocking
    public Uni<ForecastMonthResponse> forecastMonth(ForecastMonthRequest request) {
        Forecast forecast =
                forecasts.month(ReportProtos.filter(request.getFilter()), request.getTimeZone(), callers.caller());
        return Uni.createFrom()
                .item(ForecastMonthResponse.newBuilder()
                        .setStart(ProtoTimes.timestamp(forecast.start()))
                        .setEnd(ProtoTimes.timestamp(forecast.end()))
                        .setNow(ProtoTimes.timestamp(forecast.now()))
                        .addAllForecasts(forecast.forecasts().stream()
                                .map(PlanningProtos::forecast)
                                .toList())
                        .build());
    }

    @Override
    @Blocking
    public Uni<GetAdviceResponse> getAdvice(GetAdviceRequest request) {
        AdviceReport report =
                advisor.report(ReportProtos.filter(request.getFilter()), request.getDays(), callers.caller());
        return Uni.createFrom()
                .item(GetAdviceResponse.newBuilder()
                        .setStart(ProtoTimes.timestamp(report.start()))
                        .setEnd(ProtoTimes.timestamp(report.end()))
                        .addAllAdvice(report.advice().stream()
                                .map(PlanningProtos::advice)
                                .toList())
                        .addAllIdleCost(report.idleCost().stream()
                                .map(PriceProtos::money)
                                .toList())
                        .setEstimated(report.estimated())
                        .addAllSharingSaved(report.sharingSaved().stream()
                                .map(PriceProtos::money)
                                .toList())
                        .build());
    }
}
