package dev.atelier.autopilot.service.usage;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.billing.v1.AuthorizeLaunchRequest;
import dev.atelier.billing.v1.AuthorizeLaunchResponse;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.EstimateServiceGrpc.EstimateServiceBlockingStub;
import dev.atelier.platform.config.Installation;
import dev.atelier.studio.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.atelier.studio.v1.ListInstanceTypesRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Asks billing whether something may run on an instance type. When billing does not answer within two seconds, a launch goes on:
 * its usage is kept in the outbox and priced later.
 */
@ApplicationScoped
public class LaunchAuthorizer {
    private static final Logger LOG = Logger.getLogger(LaunchAuthorizer.class);
    private static final long TIMEOUT_SECONDS = 2;
    private static final Pattern INSTANCE_TYPE = Pattern.compile("ml\\.[a-z0-9]+\\.[a-z0-9]+");

    private final EstimateServiceBlockingStub estimates;
    private final CatalogServiceBlockingStub catalog;
    private final String region;

    LaunchAuthorizer(
            @GrpcClient("billing") EstimateServiceBlockingStub estimates,
            @GrpcClient("studio") CatalogServiceBlockingStub catalog,
            Installation installation) {
        this.catalog = catalog;
        this.estimates = estimates;
        this.region = installation.region();
    }

    /**
     * Returns when one instance may be launched.
     *
     * @throws AtelierException UNKNOWN_INSTANCE_TYPE, UNKNOWN_PRICE or LAUNCH_REFUSED, with the reason
     */
    public void authorize(Owner owner, String instanceType, Component component) {
        authorize(owner, instanceType, component, 1);
    }

    /**
     * Returns when so many instances may be launched beside those that run.
     *
     * @throws AtelierException UNKNOWN_INSTANCE_TYPE, UNKNOWN_PRICE or LAUNCH_REFUSED, with the reason
     */
    public void authorize(Owner owner, String instanceType, Component component, int instances) {
        if (!INSTANCE_TYPE.matcher(instanceType).matches()) {
            throw unknown(instanceType);
        }
        AuthorizeLaunchResponse answer;
        try {
            answer = estimates
                    .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .authorizeLaunch(AuthorizeLaunchRequest.newBuilder()
                            .setOwner(owner.toProto())
                            .setInstanceType(instanceType)
                            .setComponent(component)
                            .setRegion(region)
                            .setInstanceCount(instances)
                            .build());
        } catch (StatusRuntimeException e) {
            Status.Code code = e.getStatus().getCode();
            if (code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED) {
                LOG.warnf("launch not checked: billing is away; instanceType=%s component=%s", instanceType, component);
                return;
            }
            AtelierException refusal = NeighbourErrors.translate("Billing", e);
            if (refusal.code() == ErrorCode.UNKNOWN_PRICE && !known(instanceType)) {
                throw unknown(instanceType);
            }
            throw refusal;
        }
        if (!answer.getAllowed()) {
            throw new AtelierException(ErrorCode.LAUNCH_REFUSED, answer.getReason());
        }
    }

    /** Whether Studio's catalogue has the type; also when Studio cannot say. */
    private boolean known(String instanceType) {
        try {
            return catalog
                    .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .listInstanceTypes(ListInstanceTypesRequest.getDefaultInstance())
                    .getInstanceTypesList()
                    .stream()
                    .anyMatch(type -> type.getSpec().getInstanceType().equals(instanceType));
        } catch (StatusRuntimeException e) {
            LOG.warnf("instance type not looked up: Studio is away; instanceType=%s", instanceType);
            return true;
        }
    }

    private static AtelierException unknown(String instanceType) {
        return new AtelierException(
                ErrorCode.UNKNOWN_INSTANCE_TYPE,
                "There is no instance type '%s'. Names look like 'ml.m5.large'; Studio's /instance-types lists them."
                        .formatted(instanceType));
    }
}
