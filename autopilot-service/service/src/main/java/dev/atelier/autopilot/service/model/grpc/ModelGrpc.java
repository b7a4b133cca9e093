package dev.atelier.autopilot.service.model.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.model.ModelService;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.v1.CreateModelRequest;
import dev.atelier.autopilot.v1.CreateModelResponse;
import dev.atelier.autopilot.v1.DeleteModelRequest;
import dev.atelier.autopilot.v1.DeleteModelResponse;
import dev.atelier.autopilot.v1.GetModelRequest;
import dev.atelier.autopilot.v1.GetModelResponse;
import dev.atelier.autopilot.v1.ListModelsRequest;
import dev.atelier.autopilot.v1.ListModelsResponse;
import dev.atelier.autopilot.v1.Model;
import dev.atelier.autopilot.v1.ModelServiceGrpc;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** {@code atelier.autopilot.v1.ModelService}. */
@GrpcService
@Blocking
public class ModelGrpc extends ModelServiceGrpc.ModelServiceImplBase {
    private final ModelService models;
    private final CallerContext context;

    ModelGrpc(ModelService models, CallerContext context) {
        this.models = models;
        this.context = context;
    }

    @Override
    public void createModel(CreateModelRequest request, StreamObserver<CreateModelResponse> responses) {
        responses.onNext(CreateModelResponse.newBuilder()
                .setModel(proto(models.create(
                        context.caller(),
                        request.getModelName(),
                        request.getAutoMlJobName(),
                        Protos.emptyToNull(request.getCandidateName()))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> responses) {
        responses.onNext(GetModelResponse.newBuilder()
                .setModel(proto(models.get(context.caller(), request.getModelName())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> responses) {
        Page<dev.atelier.autopilot.service.model.Model> page = models.list(
                context.caller(),
                request.getDomainId(),
                request.getUserProfileName(),
                Listing.named(Protos.emptyToNull(request.getNameContains())),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        responses.onNext(ListModelsResponse.newBuilder()
                .addAllModels(page.items().stream().map(ModelGrpc::proto).toList())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void deleteModel(DeleteModelRequest request, StreamObserver<DeleteModelResponse> responses) {
        models.delete(context.caller(), request.getModelName());
        responses.onNext(DeleteModelResponse.getDefaultInstance());
        responses.onCompleted();
    }

    private static Model proto(dev.atelier.autopilot.service.model.Model model) {
        return Model.newBuilder()
                .setModelName(model.name())
                .setOwner(model.owner().toProto())
                .setAutoMlJobName(model.jobName())
                .setCandidateName(model.candidateName())
                .setCreationTime(ProtoTimes.timestamp(model.creationTime()))
                .build();
    }
}
