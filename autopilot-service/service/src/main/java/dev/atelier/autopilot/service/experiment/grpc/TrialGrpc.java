package dev.atelier.autopilot.service.experiment.grpc;

import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.experiment.TrialService;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.AssociateTrialComponentRequest;
import dev.atelier.autopilot.v1.AssociateTrialComponentResponse;
import dev.atelier.autopilot.v1.CreateTrialRequest;
import dev.atelier.autopilot.v1.CreateTrialResponse;
import dev.atelier.autopilot.v1.DeleteTrialRequest;
import dev.atelier.autopilot.v1.DeleteTrialResponse;
import dev.atelier.autopilot.v1.DisassociateTrialComponentRequest;
import dev.atelier.autopilot.v1.DisassociateTrialComponentResponse;
import dev.atelier.autopilot.v1.GetTrialRequest;
import dev.atelier.autopilot.v1.GetTrialResponse;
import dev.atelier.autopilot.v1.ListTrialsRequest;
import dev.atelier.autopilot.v1.ListTrialsResponse;
import dev.atelier.autopilot.v1.TrialServiceGrpc;
import dev.atelier.autopilot.v1.UpdateTrialRequest;
import dev.atelier.autopilot.v1.UpdateTrialResponse;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** {@code atelier.autopilot.v1.TrialService}. */
@GrpcService
@Blocking
public class TrialGrpc extends TrialServiceGrpc.TrialServiceImplBase {
    private final TrialService trials;
    private final CallerContext context;

    TrialGrpc(TrialService trials, CallerContext context) {
        this.trials = trials;
        this.context = context;
    }

    @Override
    public void createTrial(CreateTrialRequest request, StreamObserver<CreateTrialResponse> responses) {
        responses.onNext(CreateTrialResponse.newBuilder()
                .setTrial(ExperimentProtos.trial(trials.create(
                        context.caller(),
                        new TrialService.NewTrial(
                                Protos.emptyToNull(request.getTrialName()),
                                Protos.emptyToNull(request.getExperimentName()),
                                ExperimentProtos.domain(request.getOwner()),
                                ExperimentProtos.user(request.getOwner()),
                                Protos.emptyToNull(request.getDisplayName())),
                        Protos.emptyToNull(request.getIdempotencyKey()))))
                .build());
        responses.onCompleted();
    }

    @Override
    public void getTrial(GetTrialRequest request, StreamObserver<GetTrialResponse> responses) {
        responses.onNext(GetTrialResponse.newBuilder()
                .setTrial(ExperimentProtos.trial(trials.get(
                        context.caller(),
                        ExperimentProtos.domain(request.getOwner()),
                        ExperimentProtos.user(request.getOwner()),
                        request.getTrialName())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void listTrials(ListTrialsRequest request, StreamObserver<ListTrialsResponse> responses) {
        var page = trials.list(
                        context.caller(),
                        new TrialService.TrialFilter(
                                ExperimentProtos.domain(request.getOwner()),
                                ExperimentProtos.user(request.getOwner()),
                                Protos.emptyToNull(request.getExperimentName()),
                                Protos.emptyToNull(request.getTrialComponentName())),
                        PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                .map(ExperimentProtos::trial);
        responses.onNext(ListTrialsResponse.newBuilder()
                .addAllTrials(page.items())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void updateTrial(UpdateTrialRequest request, StreamObserver<UpdateTrialResponse> responses) {
        responses.onNext(UpdateTrialResponse.newBuilder()
                .setTrial(ExperimentProtos.trial(trials.update(
                        context.caller(),
                        ExperimentProtos.domain(request.getOwner()),
                        ExperimentProtos.user(request.getOwner()),
                        request.getTrialName(),
                        request.hasDisplayName() ? request.getDisplayName() : null)))
                .build());
        responses.onCompleted();
    }

    @Override
    public void deleteTrial(DeleteTrialRequest request, StreamObserver<DeleteTrialResponse> responses) {
        trials.delete(
                context.caller(),
                ExperimentProtos.domain(request.getOwner()),
                ExperimentProtos.user(request.getOwner()),
                request.getTrialName());
        responses.onNext(DeleteTrialResponse.getDefaultInstance());
        responses.onCompleted();
    }

    @Override
    public void associateTrialComponent(
            AssociateTrialComponentRequest request, StreamObserver<AssociateTrialComponentResponse> responses) {
        trials.associate(
                context.caller(),
                ExperimentProtos.domain(request.getOwner()),
                ExperimentProtos.user(request.getOwner()),
                request.getTrialName(),
                request.getTrialComponentName());
        responses.onNext(AssociateTrialComponentResponse.getDefaultInstance());
        responses.onCompleted();
    }

    @Override
    public void disassociateTrialComponent(
            DisassociateTrialComponentRequest request, StreamObserver<DisassociateTrialComponentResponse> responses) {
        trials.disassociate(
                context.caller(),
                ExperimentProtos.domain(request.getOwner()),
                ExperimentProtos.user(request.getOwner()),
                request.getTrialName(),
                request.getTrialComponentName());
        responses.onNext(DisassociateTrialComponentResponse.getDefaultInstance());
        responses.onCompleted();
    }
}
