package dev.atelier.platform.support;

import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.v1.AuthorizeLaunchRequest;
import dev.atelier.billing.v1.AuthorizeLaunchResponse;
import dev.atelier.billing.v1.EstimateCostRequest;
import dev.atelier.billing.v1.EstimateCostResponse;
import dev.atelier.billing.v1.EstimateServiceGrpc;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** A service in grpc-java's own style, on the event loop. */
@GrpcService
public class TestEstimates extends EstimateServiceGrpc.EstimateServiceImplBase {
    private final CallerContext context;

    @Inject
    public TestEstimates(CallerContext context) {
        this.context = context;
    }

    @Override
    public void authorizeLaunch(AuthorizeLaunchRequest request, StreamObserver<AuthorizeLaunchResponse> observer) {
        observer.onNext(AuthorizeLaunchResponse.newBuilder()
                .setReason(context.caller().subject())
                .build());
        observer.onCompleted();
    }

    @Override
    public void estimateCost(EstimateCostRequest request, StreamObserver<EstimateCostResponse> observer) {
        observer.onError(AtelierException.notFound("estimate", "e-1"));
    }
}
