package dev.atelier.billing.budget;

import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.DeleteEndpointRequest;
import dev.atelier.autopilot.v1.EndpointServiceGrpc;
import dev.atelier.autopilot.v1.StopAutoMLJobRequest;
import dev.atelier.autopilot.v1.StopTransformJobRequest;
import dev.atelier.autopilot.v1.TransformServiceGrpc;
import dev.atelier.billing.report.Meter;
import dev.atelier.platform.security.OnBehalf;
import dev.atelier.studio.v1.DeleteInstanceRequest;
import dev.atelier.studio.v1.InstanceServiceGrpc;
import io.grpc.ClientInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
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
    private final TransformServiceGrpc.TransformServiceBlockingStub transforms;
    private final OnBehalf onBehalf;

    Shutdown(
            @GrpcClient("studio") InstanceServiceGrpc.InstanceServiceBlockingStub instances,
            @GrpcClient("autopilot") AutoMLJobServiceGrpc.AutoMLJobServiceBlockingStub jobs,
            @GrpcClient("autopilot") EndpointServiceGrpc.EndpointServiceBlockingStub endpoints,
            @GrpcClient("autopilot") TransformServiceGrpc.TransformServiceBlockingStub transforms,
            OnBehalf onBehalf) {
        this.instances = instances;
        this.jobs = jobs;
        this.endpoints = endpoints;
        this.transforms = transforms;
        this.onBehalf = onBehalf;
    }

    /** What became of it, in words that a person can read in the audit. */
    record Outcome(boolean stopped, String detail) {}

    Outcome stop(Meter meter) {
        Stoppable what = Stoppable.of(meter);
        try {
            return switch (what) {
                case Stoppable.Instance instance -> {
                    within(instances)
                            .deleteInstance(DeleteInstanceRequest.newBuilder()
                                    .setInstanceId(instance.id())
                                    .build());
                    yield stopped(what, meter);
                }
                case Stoppable.Job(String name) -> {
                    within(jobs.withInterceptors(onBehalfOf(meter)))
                            .stopAutoMLJob(StopAutoMLJobRequest.newBuilder()
                                    .setAutoMlJobName(name)
                                    .build());
                    yield stopped(what, meter);
                }
                case Stoppable.Endpoint(String name) -> {
                    within(endpoints.withInterceptors(onBehalfOf(meter)))
                            .deleteEndpoint(DeleteEndpointRequest.newBuilder()
                                    .setEndpointName(name)
                                    .build());
                    yield stopped(what, meter);
                }
                case Stoppable.Transform(String name) -> {
                    within(transforms.withInterceptors(onBehalfOf(meter)))
                            .stopTransformJob(StopTransformJobRequest.newBuilder()
                                    .setTransformJobName(name)
                                    .build());
                    yield stopped(what, meter);
                }
                case Stoppable.Kept(String text, String reason) -> new Outcome(false, text + " " + reason);
            };
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return new Outcome(true, what.text() + " of " + owner(meter) + " is gone");
            }
            LOG.warnf("event=budget-stop-failed resource=%s status=%s", meter.resourceId(), e.getStatus());
            return new Outcome(false, what.text() + ": " + e.getStatus().getCode());
        }
    }

    private static Outcome stopped(Stoppable what, Meter meter) {
        return new Outcome(true, what.text() + " of " + owner(meter));
    }

    private static <T extends AbstractStub<T>> T within(T service) {
        return service.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Names of jobs, transforms and endpoints are their owner's. */
    private ClientInterceptor onBehalfOf(Meter meter) {
        return onBehalf.of(meter.owner().domainId(), meter.owner().userProfileName());
    }

    private static String owner(Meter meter) {
        return meter.owner().domainId() + "/" + meter.owner().userProfileName();
    }
}
