package dev.atelier.autopilot.service.transform.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.support.Pieces;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.service.transform.NewTransform;
import dev.atelier.autopilot.service.transform.Transform;
import dev.atelier.autopilot.service.transform.TransformCreation;
import dev.atelier.autopilot.service.transform.TransformService;
import dev.atelier.autopilot.v1.CreateTransformJobRequest;
import dev.atelier.autopilot.v1.CreateTransformJobResponse;
import dev.atelier.autopilot.v1.DeleteTransformJobRequest;
import dev.atelier.autopilot.v1.DeleteTransformJobResponse;
import dev.atelier.autopilot.v1.GetTransformJobRequest;
import dev.atelier.autopilot.v1.GetTransformJobResponse;
import dev.atelier.autopilot.v1.ListTransformJobsRequest;
import dev.atelier.autopilot.v1.ListTransformJobsResponse;
import dev.atelier.autopilot.v1.ReadTransformOutputRequest;
import dev.atelier.autopilot.v1.ReadTransformOutputResponse;
import dev.atelier.autopilot.v1.StopTransformJobRequest;
import dev.atelier.autopilot.v1.StopTransformJobResponse;
import dev.atelier.autopilot.v1.TransformJob;
import dev.atelier.autopilot.v1.TransformServiceGrpc;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code atelier.autopilot.v1.TransformService}. */
@GrpcService
@Blocking
public class TransformGrpc extends TransformServiceGrpc.TransformServiceImplBase {
    private final TransformService transforms;
    private final TransformCreation creation;
    private final CallerContext context;

    TransformGrpc(TransformService transforms, TransformCreation creation, CallerContext context) {
        this.transforms = transforms;
        this.creation = creation;
        this.context = context;
    }

    @Override
    public void createTransformJob(
            CreateTransformJobRequest request, StreamObserver<CreateTransformJobResponse> responses) {
        NewTransform asked = new NewTransform(
                Protos.emptyToNull(request.getTransformJobName()),
                Protos.emptyToNull(request.getAutoMlJobName()),
                Protos.emptyToNull(request.getCandidateName()),
                new TableSource(
                        Protos.emptyToNull(request.getDatasetId()),
                        Protos.emptyToNull(request.getHomePath()),
                        Protos.emptyToNull(request.getInputUri())),
                Protos.emptyToNull(request.getInstanceType()));
        Transform transform = creation.create(context.caller(), asked, Protos.emptyToNull(request.getIdempotencyKey()));
        answer(
                responses,
                CreateTransformJobResponse.newBuilder()
                        .setTransformJob(proto(transform))
                        .build());
    }

    @Override
    public void getTransformJob(GetTransformJobRequest request, StreamObserver<GetTransformJobResponse> responses) {
        answer(
                responses,
                GetTransformJobResponse.newBuilder()
                        .setTransformJob(proto(transforms.get(context.caller(), request.getTransformJobName())))
                        .build());
    }

    @Override
    public void listTransformJobs(
            ListTransformJobsRequest request, StreamObserver<ListTransformJobsResponse> responses) {
        Page<Transform> page = transforms.list(
                context.caller(),
                request.getDomainId(),
                request.getUserProfileName(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        answer(
                responses,
                ListTransformJobsResponse.newBuilder()
                        .addAllTransformJobs(
                                page.items().stream().map(TransformGrpc::proto).toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }

    @Override
    public void stopTransformJob(StopTransformJobRequest request, StreamObserver<StopTransformJobResponse> responses) {
        answer(
                responses,
                StopTransformJobResponse.newBuilder()
                        .setTransformJob(proto(transforms.stop(context.caller(), request.getTransformJobName())))
                        .build());
    }

    @Override
    public void deleteTransformJob(
            DeleteTransformJobRequest request, StreamObserver<DeleteTransformJobResponse> responses) {
        transforms.delete(context.caller(), request.getTransformJobName());
        answer(responses, DeleteTransformJobResponse.getDefaultInstance());
    }

    @Override
    public void readTransformOutput(
            ReadTransformOutputRequest request, StreamObserver<ReadTransformOutputResponse> responses) {
        Path output = transforms.output(context.caller(), request.getTransformJobName());
        Pieces.send(
                () -> Files.newInputStream(output),
                responses,
                piece ->
                        ReadTransformOutputResponse.newBuilder().setChunk(piece).build());
    }

    private static TransformJob proto(Transform transform) {
        TransformJob.Builder message = TransformJob.newBuilder()
                .setTransformJobName(transform.name())
                .setOwner(transform.owner().toProto())
                .setAutoMlJobName(transform.jobName())
                .setCandidateName(transform.candidateName())
                .setDatasetId(transform.datasetId())
                .setInstanceType(transform.instanceType())
                .setStatus(transform.state().label())
                .setCreationTime(ProtoTimes.timestamp(transform.creationTime()));
        String reason = transform.state().failureReason();
        if (reason != null) {
            message.setFailureReason(reason);
        }
        if (transform.startTime() != null) {
            message.setStartTime(ProtoTimes.timestamp(transform.startTime()));
        }
        if (transform.endTime() != null) {
            message.setEndTime(ProtoTimes.timestamp(transform.endTime()));
        }
        return message.build();
    }

    private static <T> void answer(StreamObserver<T> responses, T message) {
        responses.onNext(message);
        responses.onCompleted();
    }
}
