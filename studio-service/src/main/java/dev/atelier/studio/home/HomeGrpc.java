package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.v1.DeleteFileRequest;
import dev.atelier.studio.v1.DeleteFileResponse;
import dev.atelier.studio.v1.HomeServiceGrpc;
import dev.atelier.studio.v1.ListFilesRequest;
import dev.atelier.studio.v1.ListFilesResponse;
import dev.atelier.studio.v1.ReadFileRequest;
import dev.atelier.studio.v1.ReadFileResponse;
import dev.atelier.studio.v1.WriteFileRequest;
import dev.atelier.studio.v1.WriteFileResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** Files in home directories over gRPC. Chunks go in and out one at a time: a slow disk or reader slows the other side down. */
@GrpcService
class HomeGrpc extends HomeServiceGrpc.HomeServiceImplBase {
    private final HomeOperations operations;
    private final CallerContext callers;

    HomeGrpc(HomeOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    @Blocking
    public void listFiles(ListFilesRequest request, StreamObserver<ListFilesResponse> answer) {
        Page<dev.atelier.studio.v1.FileInfo> page = operations
                .list(
                        callers.caller(),
                        Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                        request.getPath(),
                        PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                .map(HomeGrpc::proto);
        answer.onNext(ListFilesResponse.newBuilder()
                .addAllFiles(page.items())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        answer.onCompleted();
    }

    @Override
    @Blocking
    public void readFile(ReadFileRequest request, StreamObserver<ReadFileResponse> answer) {
        ServerCallStreamObserver<ReadFileResponse> reader = (ServerCallStreamObserver<ReadFileResponse>) answer;
        java.nio.file.Path file = operations.file(
                callers.caller(),
                Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                request.getPath());
        if (request.getOffset() < 0 || request.getLength() < 0) {
            throw AtelierException.invalid("offset", "and length must be 0 or more");
        }
        long length = request.getLength() == 0 ? Long.MAX_VALUE : request.getLength();
        new FileSender(reader, FileSender.PATIENCE).start(file, request.getOffset(), length);
    }

    @Override
    public StreamObserver<WriteFileRequest> writeFile(StreamObserver<WriteFileResponse> answer) {
        return new FileWriter(operations, callers.caller(), (ServerCallStreamObserver<WriteFileResponse>) answer);
    }

    @Override
    @Blocking
    public void deleteFile(DeleteFileRequest request, StreamObserver<DeleteFileResponse> answer) {
        operations.delete(
                callers.caller(),
                Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                request.getPath(),
                request.getRecursive());
        answer.onNext(DeleteFileResponse.getDefaultInstance());
        answer.onCompleted();
    }

    static RuntimeException rendered(RuntimeException e) {
        return GrpcErrors.toStatusRuntimeException(GrpcErrors.toAtelier(e), null);
    }

    static dev.atelier.studio.v1.FileInfo proto(FileInfo info) {
        return dev.atelier.studio.v1.FileInfo.newBuilder()
                .setPath(info.path())
                .setDirectory(info.directory())
                .setSizeBytes(info.sizeBytes())
                .setModificationTime(ProtoTimes.timestamp(info.modificationTime()))
                .build();
    }
}
