package dev.atelier.autopilot.service.model.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.model.EndpointConfigService;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.v1.ConfigVariant;
import dev.atelier.autopilot.v1.CreateEndpointConfigRequest;
import dev.atelier.autopilot.v1.CreateEndpointConfigResponse;
import dev.atelier.autopilot.v1.DeleteEndpointConfigRequest;
import dev.atelier.autopilot.v1.DeleteEndpointConfigResponse;
import dev.atelier.autopilot.v1.DeployEndpointConfigRequest;
import dev.atelier.autopilot.v1.DeployEndpointConfigResponse;
import dev.atelier.autopilot.v1.EndpointConfig;
import dev.atelier.autopilot.v1.EndpointConfigServiceGrpc;
import dev.atelier.autopilot.v1.GetEndpointConfigRequest;
import dev.atelier.autopilot.v1.GetEndpointConfigResponse;
import dev.atelier.autopilot.v1.ListEndpointConfigsRequest;
import dev.atelier.autopilot.v1.ListEndpointConfigsResponse;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** {@code atelier.autopilot.v1.EndpointConfigService}. */
@GrpcService
@Blocking
public class EndpointConfigGrpc extends EndpointConfigServiceGrpc.EndpointConfigServiceImplBase {
    private final EndpointConfigService configs;
    private final CallerContext context;

    EndpointConfigGrpc(EndpointConfigService configs, CallerContext context) {
        this.configs = configs;
        this.context = context;
    }

    @Override
    public void createEndpointConfig(
            CreateEndpointConfigRequest request, StreamObserver<CreateEndpointConfigResponse> responses) {
        responses.onNext(CreateEndpointConfigResponse.newBuilder()
                .setEndpointConfig(proto(configs.create(
                        context.caller(),
                        request.getEndpointConfigName(),
                        request.getProductionVariantsList().stream()
                                .map(EndpointConfigGrpc::variant)
                                .toList(),
                        request.hasCapturePercentage() ? request.getCapturePercentage() : null)))
                .build());
        responses.onCompleted();
    }

    @Override
    public void getEndpointConfig(
            GetEndpointConfigRequest request, StreamObserver<GetEndpointConfigResponse> responses) {
        responses.onNext(GetEndpointConfigResponse.newBuilder()
                .setEndpointConfig(proto(configs.get(context.caller(), request.getEndpointConfigName())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void listEndpointConfigs(
            ListEndpointConfigsRequest request, StreamObserver<ListEndpointConfigsResponse> responses) {
        Page<dev.atelier.autopilot.service.model.EndpointConfig> page = configs.list(
                context.caller(),
                request.getDomainId(),
                request.getUserProfileName(),
                Listing.named(Protos.emptyToNull(request.getNameContains())),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        responses.onNext(ListEndpointConfigsResponse.newBuilder()
                .addAllEndpointConfigs(
                        page.items().stream().map(EndpointConfigGrpc::proto).toList())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void deployEndpointConfig(
            DeployEndpointConfigRequest request, StreamObserver<DeployEndpointConfigResponse> responses) {
        Endpoint endpoint = configs.deploy(
                context.caller(), request.getEndpointConfigName(), Protos.emptyToNull(request.getEndpointName()));
        responses.onNext(DeployEndpointConfigResponse.newBuilder()
                .setEndpointName(endpoint.name())
                .setStatus(endpoint.lifecycle().status())
                .build());
        responses.onCompleted();
    }

    @Override
    public void deleteEndpointConfig(
            DeleteEndpointConfigRequest request, StreamObserver<DeleteEndpointConfigResponse> responses) {
        configs.delete(context.caller(), request.getEndpointConfigName());
        responses.onNext(DeleteEndpointConfigResponse.getDefaultInstance());
        responses.onCompleted();
    }

    private static dev.atelier.autopilot.service.model.ConfigVariant variant(ConfigVariant asked) {
        return new dev.atelier.autopilot.service.model.ConfigVariant(
                asked.getVariantName(),
                asked.getModelName(),
                Protos.emptyToNull(asked.getInstanceType()),
                asked.getInstanceCount() == 0 ? null : asked.getInstanceCount(),
                asked.hasWeight() ? asked.getWeight() : null);
    }

    private static EndpointConfig proto(dev.atelier.autopilot.service.model.EndpointConfig config) {
        EndpointConfig.Builder message = EndpointConfig.newBuilder()
                .setEndpointConfigName(config.name())
                .setOwner(config.owner().toProto())
                .addAllProductionVariants(config.variants().stream()
                        .map(EndpointConfigGrpc::proto)
                        .toList())
                .setCreationTime(ProtoTimes.timestamp(config.creationTime()));
        if (config.capturePercent() != null) {
            message.setCapturePercentage(config.capturePercent());
        }
        return message.build();
    }

    private static ConfigVariant proto(dev.atelier.autopilot.service.model.ConfigVariant variant) {
        ConfigVariant.Builder message =
                ConfigVariant.newBuilder().setVariantName(variant.name()).setModelName(variant.modelName());
        if (variant.instanceType() != null) {
            message.setInstanceType(variant.instanceType());
        }
        if (variant.instanceCount() != null) {
            message.setInstanceCount(variant.instanceCount());
        }
        if (variant.weight() != null) {
            message.setWeight(variant.weight());
        }
        return message.build();
    }
}
