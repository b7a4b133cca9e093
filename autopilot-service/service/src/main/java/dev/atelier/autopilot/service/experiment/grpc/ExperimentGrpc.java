package dev.atelier.autopilot.service.experiment.grpc;

import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.experiment.ExperimentService;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.CreateExperimentRequest;
import dev.atelier.autopilot.v1.CreateExperimentResponse;
import dev.atelier.autopilot.v1.DeleteExperimentRequest;
import dev.atelier.autopilot.v1.DeleteExperimentResponse;
import dev.atelier.autopilot.v1.ExperimentServiceGrpc;
import dev.atelier.autopilot.v1.GetExperimentRequest;
import dev.atelier.autopilot.v1.GetExperimentResponse;
import dev.atelier.autopilot.v1.ListExperimentsRequest;
import dev.atelier.autopilot.v1.ListExperimentsResponse;
import dev.atelier.autopilot.v1.UpdateExperimentRequest;
import dev.atelier.autopilot.v1.UpdateExperimentResponse;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** {@code atelier.autopilot.v1.ExperimentService}. */
@GrpcService
@Blocking
public class ExperimentGrpc extends ExperimentServiceGrpc.ExperimentServiceImplBase {
    private final ExperimentService experiments;
    private final CallerContext context;

    ExperimentGrpc(ExperimentService experiments, CallerContext context) {
        this.experiments = experiments;
        this.context = context;
    }

    @Override
    public void createExperiment(CreateExperimentRequest request, StreamObserver<CreateExperimentResponse> responses) {
        responses.onNext(CreateExperimentResponse.newBuilder()
                .setExperiment(ExperimentProtos.experiment(experiments.create(
                        context.caller(),
                        new ExperimentService.NewExperiment(
                                Protos.emptyToNull(request.getExperimentName()),
                                ExperimentProtos.domain(request.getOwner()),
                                ExperimentProtos.user(request.getOwner()),
                                Protos.emptyToNull(request.getDisplayName()),
                                request.getDescription()),
                        Protos.emptyToNull(request.getIdempotencyKey()))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void getExperiment(GetExperimentRequest request, StreamObserver<GetExperimentResponse> responses) {
        responses.onNext(GetExperimentResponse.newBuilder()
                .setExperiment(ExperimentProtos.experiment(experiments.get(
                        context.caller(),
                        ExperimentProtos.domain(request.getOwner()),
                        ExperimentProtos.user(request.getOwner()),
                        request.getExperimentName())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void listExperiments(ListExperimentsRequest request, StreamObserver<ListExperimentsResponse> responses) {
        var page = experiments
                .list(
                        context.caller(),
                        ExperimentProtos.domain(request.getOwner()),
                        ExperimentProtos.user(request.getOwner()),
                        PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                .map(ExperimentProtos::experiment);
        responses.onNext(ListExperimentsResponse.newBuilder()
                .addAllExperiments(page.items())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void updateExperiment(UpdateExperimentRequest request, StreamObserver<UpdateExperimentResponse> responses) {
        responses.onNext(UpdateExperimentResponse.newBuilder()
                .setExperiment(ExperimentProtos.experiment(experiments.update(
                        context.caller(),
                        ExperimentProtos.domain(request.getOwner()),
                        ExperimentProtos.user(request.getOwner()),
                        request.getExperimentName(),
                        new ExperimentService.ExperimentChange(
                                request.hasDisplayName() ? request.getDisplayName() : null,
                                request.hasDescription() ? request.getDescription() : null))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void deleteExperiment(DeleteExperimentRequest request, StreamObserver<DeleteExperimentResponse> responses) {
        experiments.delete(
                context.caller(),
                ExperimentProtos.domain(request.getOwner()),
                ExperimentProtos.user(request.getOwner()),
                request.getExperimentName());
        responses.onNext(DeleteExperimentResponse.getDefaultInstance());
        responses.onCompleted();
    }
}
