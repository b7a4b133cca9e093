package dev.atelier.billing.budget;

import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.DeleteEndpointRequest;
import dev.atelier.autopilot.v1.EndpointServiceGrpc;
import dev.atelier.autopilot.v1.StopAutoMLJobRequest;
import dev.atelier.billing.report.Meter;
import dev.atelier.platform.security.OnBehalf;
import dev.atelier.studio.v1.DeleteInstanceRequest;
import dev.atelier.studio.v1.InstanceServiceGrpc;
import io.grpc.ClientInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Stops what a meter counts, through the service that runs it. Stopping again what is stopped has no effect. */
@ApplicationScoped
class Shutdown {
    private static final Logger LOG = Logger.getLogger(Shutdown.class);
    private static final long DEADLINE_SECONDS = 5;

    private final InstanceServiceGrpc.InstanceServiceBlockingStub instances;
    private final AutoMLJobServiceGrpc.AutoMLJobServiceBlockingStub jobs;
    private final EndpointServiceGrpc.EndpointServiceBlockingStub endpoints;
    private final OnBehalf onBehalf;

    Shutdown(
            @GrpcClient("studio") InstanceServiceGrpc.InstanceServiceBlockingStub instances,
            @GrpcClient("autopilot") AutoMLJobServiceGrpc.AutoMLJobServiceBlockingStub jobs,
            @GrpcClient("autopilot") EndpointServiceGrpc.EndpointServiceBlockingStub endpoints,
            OnBehalf onBehalf) {
        this.instances = instances;
        this.jobs = jobs;
        this.endpoints = endpoints;
        this.onBehalf = onBehalf;
    }

    /** What became of it, in words that a person can read in the audit. */
    record Outcome(boolean stopped, String detail) {}

    Outcome stop(Meter meter) {
        String what = switch (meter.component()) {
            case STUDIO ->
                "instance '%s' (%s)".formatted(meter.resourceId(), meter.usage().instanceType());
            case TRAINING, PROCESSING ->
                "AutoML job '%s'".formatted(meter.usage().jobName());
            case HOSTING -> "endpoint '%s'".formatted(meter.usage().endpointName());
            case STORAGE -> "storage '%s'".formatted(meter.resourceId());
        };
        try {
            switch (meter.component()) {
                case STUDIO ->
                    instances
                            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                            .deleteInstance(DeleteInstanceRequest.newBuilder()
                                    .setInstanceId(meter.resourceId())
                                    .build());
                case TRAINING, PROCESSING ->
                    jobs.withInterceptors(onBehalfOf(meter))
                            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                            .stopAutoMLJob(StopAutoMLJobRequest.newBuilder()
                                    .setAutoMlJobName(meter.usage().jobName())
                                    .build());
                case HOSTING ->
                    endpoints
                            .withInterceptors(onBehalfOf(meter))
                            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                            .deleteEndpoint(DeleteEndpointRequest.newBuilder()
                                    .setEndpointName(meter.usage().endpointName())
                                    .build());
                case STORAGE -> {
                    return new Outcome(false, what + " is kept: a budget deletes nobody's files");
                }
            }
            return new Outcome(true, what + " of " + owner(meter));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return new Outcome(true, what + " of " + owner(meter) + " is gone");
            }
            LOG.warnf("event=budget-stop-failed resource=%s status=%s", meter.resourceId(), e.getStatus());
            return new Outcome(false, what + ": " + e.getStatus().getCode());
        }
    }

    /** Names of jobs and endpoints are their owner's. */
    private ClientInterceptor onBehalfOf(Meter meter) {
        return onBehalf.of(meter.owner().domainId(), meter.owner().userProfileName());
    }

    private static String owner(Meter meter) {
        return meter.owner().domainId() + "/" + meter.owner().userProfileName();
    }
}
