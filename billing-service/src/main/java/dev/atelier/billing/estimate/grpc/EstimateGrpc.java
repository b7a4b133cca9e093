package dev.atelier.billing.estimate.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.budget.LaunchCheck;
import dev.atelier.billing.estimate.Estimate;
import dev.atelier.billing.estimate.EstimateDraft;
import dev.atelier.billing.estimate.EstimatedLine;
import dev.atelier.billing.estimate.Estimates;
import dev.atelier.billing.estimate.LaunchDecision;
import dev.atelier.billing.estimate.TimeDraft;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.price.grpc.PriceProtos;
import dev.atelier.billing.v1.AuthorizeLaunchRequest;
import dev.atelier.billing.v1.AuthorizeLaunchResponse;
import dev.atelier.billing.v1.EstimateCostRequest;
import dev.atelier.billing.v1.EstimateCostResponse;
import dev.atelier.billing.v1.EstimateLine;
import dev.atelier.billing.v1.EstimateService;
import dev.atelier.billing.v1.LaunchCheckKind;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** {@code atelier.billing.v1.EstimateService}. */
@GrpcService
class EstimateGrpc implements EstimateService {
    private final Estimates estimates;
    private final CallerContext callers;

    EstimateGrpc(Estimates estimates, CallerContext callers) {
        this.estimates = estimates;
        this.callers = callers;
    }

    @Override
    @Blocking
    public Uni<EstimateCostResponse> estimateCost(EstimateCostRequest request) {
        callers.caller();
        Estimate estimate = estimates.estimate(
                request.getLinesList().stream().map(EstimateGrpc::draft).toList());
        return Uni.createFrom()
                .item(EstimateCostResponse.newBuilder()
                        .addAllLines(estimate.lines().stream()
                                .map(EstimateGrpc::line)
                                .toList())
                        .setTotal(PriceProtos.money(estimate.total()))
                        .setEstimated(estimate.estimated())
                        .build());
    }

    @Override
    @Blocking
    public Uni<AuthorizeLaunchResponse> authorizeLaunch(AuthorizeLaunchRequest request) {
        LaunchDecision decision = estimates.authorize(
                new EstimateDraft(
                        request.getInstanceType(),
                        PriceProtos.code(request.getComponent()),
                        request.getRegion(),
                        request.getInstanceCount(),
                        TimeDraft.NONE,
                        0),
                new Owner(
                        request.getOwner().getDomainId(),
                        request.getOwner().getUserProfileName(),
                        request.getOwner().getSpaceName(),
                        request.getOwner().getTeam(),
                        request.getOwner().getProject(),
                        request.getOwner().getTagsMap()),
                callers.caller());
        return Uni.createFrom()
                .item(AuthorizeLaunchResponse.newBuilder()
                        .setAllowed(decision.allowed())
                        .setReason(decision.reason())
                        .setPricePerHour(PriceProtos.money(decision.pricePerHour()))
                        .setEstimated(decision.estimated())
                        .addAllChecks(decision.checks().stream()
                                .map(EstimateGrpc::check)
                                .toList())
                        .build());
    }

    private static dev.atelier.billing.v1.LaunchCheck check(LaunchCheck check) {
        return dev.atelier.billing.v1.LaunchCheck.newBuilder()
                .setKind(
                        switch (check.kind()) {
                            case PRICE -> LaunchCheckKind.LAUNCH_CHECK_KIND_PRICE;
                            case BUDGET -> LaunchCheckKind.LAUNCH_CHECK_KIND_BUDGET;
                            case QUOTA -> LaunchCheckKind.LAUNCH_CHECK_KIND_QUOTA;
                        })
                .setAllowed(check.allowed())
                .setReason(check.reason())
                .setBudgetId(check.budgetId())
                .build();
    }

    private static EstimateDraft draft(EstimateLine line) {
        return new EstimateDraft(
                line.getInstanceType(),
                PriceProtos.code(line.getComponent()),
                line.getRegion(),
                line.getInstanceCount(),
                EstimateProtos.time(
                        line.hasDuration() ? line.getDuration() : null, line.hasSchedule() ? line.getSchedule() : null),
                line.getStorageBytes());
    }

    private static dev.atelier.billing.v1.EstimatedLine line(EstimatedLine line) {
        return dev.atelier.billing.v1.EstimatedLine.newBuilder()
                .setLine(EstimateLine.newBuilder()
                        .setInstanceType(line.line().key().instanceType())
                        .setComponent(PriceProtos.component(line.line().key().component()))
                        .setRegion(line.line().key().region())
                        .setInstanceCount(line.line().instanceCount())
                        .setDuration(ProtoTimes.duration(line.line().duration()))
                        .setStorageBytes(line.line().storageBytes()))
                .setPricePerHour(PriceProtos.money(line.pricePerHour()))
                .setCost(PriceProtos.money(line.cost()))
                .setEstimated(line.estimated())
                .build();
    }
}
