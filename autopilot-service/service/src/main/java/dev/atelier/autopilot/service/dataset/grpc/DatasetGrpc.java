package dev.atelier.autopilot.service.dataset.grpc;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.dataset.Dataset;
import dev.atelier.autopilot.service.dataset.DatasetService;
import dev.atelier.autopilot.service.dataset.DatasetStaging;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.DatasetServiceGrpc;
import dev.atelier.autopilot.v1.DeleteDatasetRequest;
import dev.atelier.autopilot.v1.DeleteDatasetResponse;
import dev.atelier.autopilot.v1.GetDatasetRequest;
import dev.atelier.autopilot.v1.GetDatasetResponse;
import dev.atelier.autopilot.v1.ListDatasetsRequest;
import dev.atelier.autopilot.v1.ListDatasetsResponse;
import dev.atelier.autopilot.v1.UploadDatasetRequest;
import dev.atelier.autopilot.v1.UploadDatasetResponse;
import dev.atelier.autopilot.v1.UploadDatasetTarget;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code atelier.autopilot.v1.DatasetService}. */
@GrpcService
@Blocking
public class DatasetGrpc extends DatasetServiceGrpc.DatasetServiceImplBase {
    private static final Logger LOG = Logger.getLogger(DatasetGrpc.class);

    private final DatasetService datasets;
    private final CallerContext context;

    DatasetGrpc(DatasetService datasets, CallerContext context) {
        this.datasets = datasets;
        this.context = context;
    }

    @Override
    public StreamObserver<UploadDatasetRequest> uploadDataset(StreamObserver<UploadDatasetResponse> responses) {
        return new Upload(context.caller(), responses);
    }

    @Override
    public void getDataset(GetDatasetRequest request, StreamObserver<GetDatasetResponse> responses) {
        responses.onNext(GetDatasetResponse.newBuilder()
                .setDataset(DatasetProtos.dataset(datasets.get(context.caller(), request.getDatasetId())))
                .build());
        responses.onCompleted();
    }

    @Override
    public void listDatasets(ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> responses) {
        Page<Dataset> page = datasets.list(
                context.caller(),
                request.getDomainId(),
                request.getUserProfileName(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        responses.onNext(ListDatasetsResponse.newBuilder()
                .addAllDatasets(
                        page.items().stream().map(DatasetProtos::dataset).toList())
                .setNextPageToken(page.nextPageTokenOrEmpty())
                .build());
        responses.onCompleted();
    }

    @Override
    public void deleteDataset(DeleteDatasetRequest request, StreamObserver<DeleteDatasetResponse> responses) {
        datasets.delete(context.caller(), request.getDatasetId());
        responses.onNext(DeleteDatasetResponse.getDefaultInstance());
        responses.onCompleted();
    }

    /** One upload: the pieces go to disk as they come, the next is only asked for when the last is there. */
    private final class Upload implements StreamObserver<UploadDatasetRequest> {
        private final Caller caller;
        private final StreamObserver<UploadDatasetResponse> responses;

        @Nullable
        private UploadDatasetTarget target;

        @Nullable
        private DatasetStaging staging;

        private boolean failed;

        Upload(Caller caller, StreamObserver<UploadDatasetResponse> responses) {
            this.caller = caller;
            this.responses = responses;
        }

        @Override
        public void onNext(UploadDatasetRequest request) {
            if (failed) {
                return;
            }
            try {
                if (request.hasTarget()) {
                    if (target != null) {
                        throw AtelierException.invalid("target", "belongs in the first message only");
                    }
                    target = request.getTarget();
                }
                if (target == null) {
                    throw AtelierException.invalid("target", "is required in the first message");
                }
                if (staging == null) {
                    staging = datasets.stage();
                }
                staging.write(request.getChunk().toByteArray());
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }

        @Override
        public void onError(Throwable cancelled) {
            failed = true;
            discard();
        }

        @Override
        public void onCompleted() {
            if (failed) {
                return;
            }
            try {
                if (target == null || staging == null) {
                    throw AtelierException.invalid("target", "is required in the first message");
                }
                Dataset stored;
                try (InputStream body = staging.open()) {
                    stored = datasets.upload(
                            caller,
                            new DatasetService.NewDataset(
                                    target.getName(),
                                    Protos.emptyToNull(target.getDomainId()),
                                    Protos.emptyToNull(target.getUserProfileName())),
                            body,
                            Protos.emptyToNull(target.getIdempotencyKey()));
                }
                discard();
                responses.onNext(UploadDatasetResponse.newBuilder()
                        .setDataset(DatasetProtos.dataset(stored))
                        .build());
                responses.onCompleted();
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }

        private void fail(Exception thrown) {
            failed = true;
            discard();
            responses.onError(thrown);
        }

        private void discard() {
            DatasetStaging known = staging;
            staging = null;
            if (known != null) {
                try {
                    known.close();
                } catch (IOException e) {
                    LOG.warn("upload not removed", e);
                }
            }
        }
    }
}
