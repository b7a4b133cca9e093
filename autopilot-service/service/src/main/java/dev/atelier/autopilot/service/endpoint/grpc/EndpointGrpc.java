package dev.atelier.autopilot.service.endpoint.grpc;

import com.google.protobuf.ByteString;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.endpoint.EndpointInvoker;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.endpoint.EndpointView;
import dev.atelier.autopilot.service.endpoint.EndpointViews;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.CreateEndpointRequest;
import dev.atelier.autopilot.v1.CreateEndpointResponse;
import dev.atelier.autopilot.v1.DeleteEndpointRequest;
import dev.atelier.autopilot.v1.DeleteEndpointResponse;
import dev.atelier.autopilot.v1.Endpoint;
import dev.atelier.autopilot.v1.EndpointServiceGrpc;
import dev.atelier.autopilot.v1.GetEndpointRequest;
import dev.atelier.autopilot.v1.GetEndpointResponse;
import dev.atelier.autopilot.v1.InvokeEndpointRequest;
import dev.atelier.autopilot.v1.InvokeEndpointResponse;
import dev.atelier.autopilot.v1.ListEndpointsRequest;
import dev.atelier.autopilot.v1.ListEndpointsResponse;
import dev.atelier.autopilot.v1.UpdateEndpointRequest;
import dev.atelier.autopilot.v1.UpdateEndpointResponse;
import dev.atelier.autopilot.v1.UpdateVariantRequest;
import dev.atelier.autopilot.v1.UpdateVariantResponse;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.util.Map;

/** {@code atelier.autopilot.v1.EndpointService}. */
@GrpcService
@Blocking
public class EndpointGrpc extends EndpointServiceGrpc.EndpointServiceImplBase {
    private final EndpointService endpoints;
    private final EndpointViews views;
    private final EndpointInvoker invoker;
    private final CallerContext context;

    EndpointGrpc(EndpointService endpoints, EndpointViews views, EndpointInvoker invoker, CallerContext context) {
        this.endpoints = endpoints;
        this.views = views;
        this.invoker = invoker;
        this.context = context;
    }

    @Override
    public void createEndpoint(CreateEndpointRequest request, StreamObserver<CreateEndpointResponse> responses) {
        responses.onNext(CreateEndpointResponse.newBuilder()
                .setEndpoint(view(endpoints.create(
                        context.caller(),
                        EndpointProtos.newEndpoint(request),
                        Protos.emptyToNull(request.getIdempotencyKey()))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void updateEndpoint(UpdateEndpointRequest request, StreamObserver<UpdateEndpointResponse> responses) {
        responses.onNext(UpdateEndpointResponse.newBuilder()
                .setEndpoint(view(
                        endpoints.update(context.caller(), request.getEndpointName(), EndpointProtos.change(request))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void updateVariant(UpdateVariantRequest request, StreamObserver<UpdateVariantResponse> responses) {
        responses.onNext(UpdateVariantResponse.newBuilder()
                .setEndpoint(view(endpoints.scale(
                        context.caller(),
                        request.getEndpointName(),
                        Map.of(request.getVariantName(), EndpointProtos.variantChange(request)))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void getEndpoint(GetEndpointRequest request, StreamObserver<GetEndpointResponse> responses) {
        responses.onNext(GetEndpointResponse.newBuilder()
                .setEndpoint(view(endpoints.get(context.caller(), request.getEndpointName())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void listEndpoints(ListEndpointsRequest request, StreamObserver<ListEndpointsResponse> responses) {
        Page<EndpointView> page = views.of(endpoints.list(
                context.caller(),
                request.getDomainId(),
                request.getUserProfileName(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken())));
        responses.onNext(ListEndpointsResponse.newBuilder()
                .addAllEndpoints(
                        page.items().stream().map(EndpointProtos::endpoint).toList())
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
                new EndpointInvoker.Invocation(
                        request.getContentType(),
                        request.getAccept(),
                        Protos.emptyToNull(request.getTargetVariant()),
                        request.getBody().toByteArray()));
        responses.onNext(InvokeEndpointResponse.newBuilder()
                .setContentType(answer.contentType())
                .setBody(ByteString.copyFrom(answer.body()))
                .setInvokedVariant(answer.invokedVariant())
                .build());
        responses.onCompleted();
    }

    private Endpoint view(dev.atelier.autopilot.service.endpoint.Endpoint endpoint) {
        return EndpointProtos.endpoint(views.of(endpoint));
    }
}
