package dev.atelier.autopilot.service.dataset.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.v1.Dataset;

/** Data sets as gRPC has them. */
final class DatasetProtos {
    private DatasetProtos() {}

    static Dataset dataset(dev.atelier.autopilot.service.dataset.Dataset dataset) {
        return Dataset.newBuilder()
                .setDatasetId(dataset.id())
                .setName(dataset.name())
                .setOwner(dataset.owner().toProto())
                .setSizeBytes(dataset.sizeBytes())
                .setRows(dataset.rows())
                .addAllColumns(dataset.columns())
                .setCreationTime(ProtoTimes.timestamp(dataset.creationTime()))
                .build();
    }
}
