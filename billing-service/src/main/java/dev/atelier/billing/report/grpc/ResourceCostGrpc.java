package dev.atelier.billing.report.grpc;

import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.price.grpc.PriceProtos;
import dev.atelier.billing.report.CostSubject;
import dev.atelier.billing.report.ResourceCost;
import dev.atelier.billing.report.ResourceCosts;
import dev.atelier.billing.v1.GetResourceCostsRequest;
import dev.atelier.billing.v1.GetResourceCostsResponse;
import dev.atelier.billing.v1.ResourceCostService;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** {@code atelier.billing.v1.ResourceCostService}. */
@GrpcService
class ResourceCostGrpc implements ResourceCostService {
    private final ResourceCosts costs;
    private final CallerContext callers;

    ResourceCostGrpc(ResourceCosts costs, CallerContext callers) {
        this.costs = costs;
        this.callers = callers;
    }

    @Override
    @Blocking
    public Uni<GetResourceCostsResponse> getResourceCosts(GetResourceCostsRequest request) {
        return Uni.createFrom()
                .item(GetResourceCostsResponse.newBuilder()
                        .addAllCosts(costs
                                .costs(
                                        request.getSubjectsList().stream()
                                                .map(ResourceCostGrpc::subject)
                                                .toList(),
                                        callers.caller())
                                .stream()
                                .map(ResourceCostGrpc::cost)
                                .toList())
                        .build());
    }

    private static CostSubject subject(dev.atelier.billing.v1.CostSubject subject) {
        return switch (subject.getSubjectCase()) {
            case RESOURCE_ID -> new CostSubject.Resource(subject.getResourceId());
            case APP ->
                new CostSubject.App(
                        subject.getApp().getResourceId(), subject.getApp().getAppId());
            case JOB ->
                new CostSubject.Job(
                        subject.getJob().getDomainId(),
                        subject.getJob().getUserProfileName(),
                        subject.getJob().getJobName());
            case ENDPOINT ->
                new CostSubject.Endpoint(
                        subject.getEndpoint().getDomainId(),
                        subject.getEndpoint().getUserProfileName(),
                        subject.getEndpoint().getEndpointName());
            case SUBJECT_NOT_SET -> throw AtelierException.invalid("subjects", "must each say what it is about");
        };
    }

    private static dev.atelier.billing.v1.ResourceCost cost(ResourceCost cost) {
        var message = dev.atelier.billing.v1.ResourceCost.newBuilder().setEstimated(cost.estimated());
        @Nullable Amount soFar = cost.costSoFar();
        if (soFar != null) {
            message.setCostSoFar(PriceProtos.money(soFar));
        }
        @Nullable Amount perHour = cost.pricePerHour();
        if (perHour != null) {
            message.setPricePerHour(PriceProtos.money(perHour));
        }
        return message.build();
    }
}
