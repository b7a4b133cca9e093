package dev.atelier.autopilot.service.notebook.grpc;

import dev.atelier.autopilot.service.notebook.Artifact;
import dev.atelier.autopilot.service.notebook.Artifacts;
import dev.atelier.autopilot.service.support.Pieces;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.ArtifactDescription;
import dev.atelier.autopilot.v1.ArtifactServiceGrpc;
import dev.atelier.autopilot.v1.ListArtifactsRequest;
import dev.atelier.autopilot.v1.ListArtifactsResponse;
import dev.atelier.autopilot.v1.ReadArtifactRequest;
import dev.atelier.autopilot.v1.ReadArtifactResponse;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** {@code atelier.autopilot.v1.ArtifactService}. */
@GrpcService
@Blocking
public class ArtifactGrpc extends ArtifactServiceGrpc.ArtifactServiceImplBase {
    private final Artifacts artifacts;
    private final CallerContext context;

    ArtifactGrpc(Artifacts artifacts, CallerContext context) {
        this.artifacts = artifacts;
        this.context = context;
    }

    @Override
    public void listArtifacts(ListArtifactsRequest request, StreamObserver<ListArtifactsResponse> responses) {
        ListArtifactsResponse.Builder answer = ListArtifactsResponse.newBuilder();
        artifacts
                .list(context.caller(), request.getAutoMlJobName(), Protos.emptyToNull(request.getCandidateName()))
                .forEach(artifact -> answer.addArtifacts(ArtifactDescription.newBuilder()
                        .setArtifactName(artifact.name())
                        .setMediaType(artifact.mediaType())
                        .setSizeBytes(artifact.sizeBytes())));
        responses.onNext(answer.build());
        responses.onCompleted();
    }

    @Override
    public void readArtifact(ReadArtifactRequest request, StreamObserver<ReadArtifactResponse> responses) {
        Artifact artifact = artifacts.get(
                context.caller(),
                request.getAutoMlJobName(),
                Protos.emptyToNull(request.getCandidateName()),
                request.getArtifactName());
        Pieces.send(
                artifact.content()::open,
                responses,
                piece -> ReadArtifactResponse.newBuilder().setChunk(piece).build());
    }
}
