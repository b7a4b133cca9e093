package dev.atelier.autopilot.service.endpoint.grpc;

import com.google.protobuf.ByteString;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.endpoint.EndpointInvoker;
import dev.atelier.autopilot.service.endpoint.EndpointLifecycle;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.CreateEndpointRequest;
import dev.atelier.autopilot.v1.CreateEndpointResponse;
import dev.atelier.autopilot.v1.DeleteEndpointRequest;
import dev.atelier.autopilot.v1.DeleteEndpointResponse;
import dev.atelier.autopilot.v1.Endpoint;
import dev.atelier.autopilot.v1.EndpointServiceGrpc;
import dev.atelier.autopilot.v1.EndpointStatus;
import dev.atelier.autopilot.v1.GetEndpointRequest;
import dev.atelier.autopilot.v1.GetEndpointResponse;
import dev.atelier.autopilot.v1.InvokeEndpointRequest;
import dev.atelier.autopilot.v1.InvokeEndpointResponse;
import dev.atelier.autopilot.v1.ListEndpointsRequest;
import dev.atelier.autopilot.v1.ListEndpointsResponse;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** {@code atelier.autopilot.v1.EndpointService}. */
@GrpcService
@Blocking
public class EndpointGrpc extends EndpointServiceGrpc.EndpointServiceImplBase {
    private final EndpointService endpoints;
    private final EndpointInvoker invoker;
    private final CallerContext context;

    EndpointGrpc(EndpointService endpoints, EndpointInvoker invoker, CallerContext context) {
        this.endpoints = endpoints;
        this.invoker = invoker;
        this.context = context;
    }

    @Override
    public void createEndpoint(CreateEndpointRequest request, StreamObserver<CreateEndpointResponse> responses) {
        responses.onNext(CreateEndpointResponse.newBuilder()
                .setEndpoint(endpoint(endpoints.create(
                        context.caller(),
                        new EndpointService.NewEndpoint(
                                Protos.emptyToNull(request.getEndpointName()),
                                Protos.emptyToNull(request.getAutoMlJobName()),
                                Protos.emptyToNull(request.getCandidateName()),
                                Protos.emptyToNull(request.getInstanceType())),
                        Protos.emptyToNull(request.getIdempotencyKey()))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void getEndpoint(GetEndpointRequest request, StreamObserver<GetEndpointResponse> responses) {
        responses.onNext(GetEndpointResponse.newBuilder()
                .setEndpoint(endpoint(endpoints.get(context.caller(), request.getEndpointName())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void listEndpoints(ListEndpointsRequest request, StreamObserver<ListEndpointsResponse> responses) {
        Page<dev.atelier.autopilot.service.endpoint.Endpoint> page = endpoints.list(
                context.caller(),
                request.getDomainId(),
                request.getUserProfileName(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        responses.onNext(ListEndpointsResponse.newBuilder()
                .addAllEndpoints(
                        page.items().stream().map(EndpointGrpc::endpoint).toList())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void deleteEndpoint(DeleteEndpointRequest request, StreamObserver<DeleteEndpointResponse> responses) {
        endpoints.delete(context.caller(), request.getEndpointName());
        responses.onNext(DeleteEndpointResponse.getDefaultInstance());
        responses.onCompleted();
    }

    @Override
    public void invokeEndpoint(InvokeEndpointRequest request, StreamObserver<InvokeEndpointResponse> responses) {
        EndpointInvoker.Answer answer = invoker.invoke(
                context.caller(),
                request.getEndpointName(),
                request.getContentType(),
                request.getAccept(),
                request.getBody().toByteArray());
        responses.onNext(InvokeEndpointResponse.newBuilder()
                .setContentType(answer.contentType())
                .setBody(ByteString.copyFrom(answer.body()))
                .build());
        responses.onCompleted();
    }

    private static Endpoint endpoint(dev.atelier.autopilot.service.endpoint.Endpoint endpoint) {
        Endpoint.Builder message = Endpoint.newBuilder()
                .setEndpointName(endpoint.name())
                .setOwner(endpoint.owner().toProto())
                .setAutoMlJobName(endpoint.jobName())
                .setCandidateName(endpoint.candidateName())
                .setInstanceType(endpoint.instanceType())
                .setInstanceCount(1)
                .setStatus(status(endpoint.lifecycle()))
                .setCreationTime(ProtoTimes.timestamp(endpoint.creationTime()));
        if (endpoint.lifecycle() instanceof EndpointLifecycle.Failed failed) {
            message.setFailureReason(failed.reason());
        }
        if (endpoint.inServiceTime() != null) {
            message.setInServiceTime(ProtoTimes.timestamp(endpoint.inServiceTime()));
        }
        return message.build();
    }

    private static EndpointStatus status(EndpointLifecycle lifecycle) {
        return switch (lifecycle) {
            case EndpointLifecycle.Creating _ -> EndpointStatus.ENDPOINT_STATUS_CREATING;
            case EndpointLifecycle.InService _ -> EndpointStatus.ENDPOINT_STATUS_IN_SERVICE;
            case EndpointLifecycle.Deleting _ -> EndpointStatus.ENDPOINT_STATUS_DELETING;
            case EndpointLifecycle.Deleted _ -> EndpointStatus.ENDPOINT_STATUS_DELETED;
            case EndpointLifecycle.Failed _ -> EndpointStatus.ENDPOINT_STATUS_FAILED;
        };
    }
}
