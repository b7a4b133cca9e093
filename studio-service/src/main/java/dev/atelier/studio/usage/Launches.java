package dev.atelier.studio.usage;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.v1.AuthorizeLaunchRequest;
import dev.atelier.billing.v1.AuthorizeLaunchResponse;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.EstimateServiceGrpc;
import dev.atelier.platform.config.Installation;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Asks billing before something billable starts. */
@ApplicationScoped
public class Launches {
    private static final Logger LOG = Logger.getLogger(Launches.class);
    private static final long DEADLINE_SECONDS = 2;

    private final EstimateServiceGrpc.EstimateServiceBlockingStub billing;
    private final Installation installation;

    Launches(
            @GrpcClient("billing") EstimateServiceGrpc.EstimateServiceBlockingStub billing, Installation installation) {
        this.billing = billing;
        this.installation = installation;
    }

    /**
     * Refuses with {@code LAUNCH_REFUSED} or {@code UNKNOWN_PRICE} when billing says so. While billing cannot be asked, the launch
     * goes on: its usage is in the outbox and will be billed.
     */
    public void authorize(Payer payer, String instanceType) {
        AuthorizeLaunchRequest request = AuthorizeLaunchRequest.newBuilder()
                .setOwner(payer.toProto())
                .setInstanceType(instanceType)
                .setComponent(Component.COMPONENT_STUDIO)
                .setRegion(installation.region())
                .setInstanceCount(1)
                .build();
        AuthorizeLaunchResponse answer;
        try {
            answer = billing.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .authorizeLaunch(request);
        } catch (StatusRuntimeException e) {
            AtelierException error = GrpcErrors.toAtelier(e);
            switch (error.code()) {
                case UNKNOWN_PRICE, LAUNCH_REFUSED, UNKNOWN_INSTANCE_TYPE, VALIDATION ->
                    throw new AtelierException(error.code(), error.detail());
                default -> {}
            }
            LOG.warnf(
                    "Billing could not be asked about a launch of %s for %s: %s",
                    instanceType, payer.owner(), e.getStatus());
            return;
        }
        if (!answer.getAllowed()) {
            throw new AtelierException(ErrorCode.LAUNCH_REFUSED, answer.getReason());
        }
    }
}
