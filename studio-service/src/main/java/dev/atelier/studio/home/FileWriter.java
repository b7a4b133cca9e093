package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.v1.WriteFileRequest;
import dev.atelier.studio.v1.WriteFileResponse;
import dev.atelier.studio.v1.WriteFileTarget;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Writes one file from the chunks of a stream, on a thread of its own; asks for the next chunk when it has written the last. */
final class FileWriter implements StreamObserver<WriteFileRequest> {
    private final HomeOperations operations;
    private final Caller caller;
    private final ServerCallStreamObserver<WriteFileResponse> answer;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("home-write").factory());
    private @Nullable WriteFileTarget target;
    private @Nullable Upload upload;
    private boolean over;

    FileWriter(HomeOperations operations, Caller caller, ServerCallStreamObserver<WriteFileResponse> answer) {
        this.operations = operations;
        this.caller = caller;
        this.answer = answer;
        answer.disableAutoRequest();
        answer.setOnCancelHandler(() -> step(this::abandon));
        answer.request(1);
    }

    @Override
    public void onNext(WriteFileRequest request) {
        step(() -> {
            if (request.hasTarget() || upload == null) {
                begin(request);
            }
            if (upload != null) {
                byte[] chunk = request.getChunk().toByteArray();
                upload.write(chunk, 0, chunk.length);
                answer.request(1);
            }
        });
    }

    private void begin(WriteFileRequest request) {
        if (upload != null || !request.hasTarget()) {
            throw AtelierException.invalid("target", "must be in the first message, and only there");
        }
        WriteFileTarget named = request.getTarget();
        target = named;
        upload = operations.upload(caller, owner(named), named.getPath(), -1);
    }

    private static Owner owner(WriteFileTarget target) {
        return Owner.named(target.getDomainId(), target.getUserProfileName(), target.getSpaceName());
    }

    @Override
    public void onError(Throwable e) {
        step(this::abandon);
    }

    @Override
    public void onCompleted() {
        step(() -> {
            if (upload == null || target == null) {
                throw AtelierException.invalid("target", "must be in the first message");
            }
            FileInfo file = operations.commit(caller, owner(target), target.getPath(), upload);
            abandon();
            answer.onNext(
                    WriteFileResponse.newBuilder().setFile(HomeGrpc.proto(file)).build());
            answer.onCompleted();
        });
    }

    private void step(Runnable action) {
        if (!writer.isShutdown()) {
            writer.execute(() -> {
                if (!over) {
                    try {
                        action.run();
                    } catch (RuntimeException e) {
                        abandon();
                        answer.onError(HomeGrpc.rendered(e));
                    }
                }
            });
        }
    }

    /** Nothing more is to be done; what was not committed goes. */
    private void abandon() {
        over = true;
        if (upload != null) {
            upload.close();
        }
        writer.shutdown();
    }
}
