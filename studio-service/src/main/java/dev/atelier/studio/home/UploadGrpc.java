package dev.atelier.studio.home;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.v1.AppendUploadRequest;
import dev.atelier.studio.v1.AppendUploadResponse;
import dev.atelier.studio.v1.CompleteUploadRequest;
import dev.atelier.studio.v1.CompleteUploadResponse;
import dev.atelier.studio.v1.CreateUploadRequest;
import dev.atelier.studio.v1.CreateUploadResponse;
import dev.atelier.studio.v1.DeleteUploadRequest;
import dev.atelier.studio.v1.DeleteUploadResponse;
import dev.atelier.studio.v1.GetHomeRequest;
import dev.atelier.studio.v1.GetHomeResponse;
import dev.atelier.studio.v1.GetUploadRequest;
import dev.atelier.studio.v1.GetUploadResponse;
import dev.atelier.studio.v1.HomeUploadServiceGrpc;
import dev.atelier.studio.v1.ListUploadsRequest;
import dev.atelier.studio.v1.ListUploadsResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** How full home directories are, and uploads in parts, over gRPC. */
@GrpcService
class UploadGrpc extends HomeUploadServiceGrpc.HomeUploadServiceImplBase {
    private final UploadOperations uploads;
    private final HomeOperations homes;
    private final CallerContext callers;

    UploadGrpc(UploadOperations uploads, HomeOperations homes, CallerContext callers) {
        this.uploads = uploads;
        this.homes = homes;
        this.callers = callers;
    }

    @Override
    @Blocking
    public void getHome(GetHomeRequest request, StreamObserver<GetHomeResponse> answer) {
        HomeInfo home = homes.info(
                callers.caller(),
                Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()));
        GetHomeResponse.Builder response = GetHomeResponse.newBuilder().setSizeBytes(home.sizeBytes());
        home.limitBytes().ifPresent(response::setLimitBytes);
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    @Blocking
    public void createUpload(CreateUploadRequest request, StreamObserver<CreateUploadResponse> answer) {
        HomeUpload upload = uploads.create(
                callers.caller(),
                Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                request.getPath(),
                request.getSizeBytes());
        answer.onNext(CreateUploadResponse.newBuilder().setUpload(proto(upload)).build());
        answer.onCompleted();
    }

    @Override
    @Blocking
    public void getUpload(GetUploadRequest request, StreamObserver<GetUploadResponse> answer) {
        HomeUpload upload = uploads.get(
                callers.caller(),
                Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                request.getUploadId());
        answer.onNext(GetUploadResponse.newBuilder().setUpload(proto(upload)).build());
        answer.onCompleted();
    }

    @Override
    @Blocking
    public void listUploads(ListUploadsRequest request, StreamObserver<ListUploadsResponse> answer) {
        ListUploadsResponse.Builder response = ListUploadsResponse.newBuilder();
        uploads.list(
                        callers.caller(),
                        Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()))
                .forEach(upload -> response.addUploads(proto(upload)));
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    @Blocking
    public void appendUpload(AppendUploadRequest request, StreamObserver<AppendUploadResponse> answer) {
        HomeUpload upload = uploads.append(
                callers.caller(),
                Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                request.getUploadId(),
                request.getOffset(),
                request.getChunk().newInput());
        answer.onNext(AppendUploadResponse.newBuilder().setUpload(proto(upload)).build());
        answer.onCompleted();
    }

    @Override
    @Blocking
    public void completeUpload(CompleteUploadRequest request, StreamObserver<CompleteUploadResponse> answer) {
        FileInfo file = uploads.complete(
                callers.caller(),
                Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                request.getUploadId());
        answer.onNext(CompleteUploadResponse.newBuilder()
                .setFile(HomeGrpc.proto(file))
                .build());
        answer.onCompleted();
    }

    @Override
    @Blocking
    public void deleteUpload(DeleteUploadRequest request, StreamObserver<DeleteUploadResponse> answer) {
        uploads.delete(
                callers.caller(),
                Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                request.getUploadId());
        answer.onNext(DeleteUploadResponse.getDefaultInstance());
        answer.onCompleted();
    }

    private static dev.atelier.studio.v1.HomeUpload proto(HomeUpload upload) {
        return dev.atelier.studio.v1.HomeUpload.newBuilder()
                .setUploadId(upload.uploadId())
                .setPath(upload.path())
                .setSizeBytes(upload.sizeBytes())
                .setOffset(upload.offset())
                .setCreationTime(ProtoTimes.timestamp(upload.creationTime()))
                .setExpirationTime(ProtoTimes.timestamp(upload.expirationTime()))
                .build();
    }
}
