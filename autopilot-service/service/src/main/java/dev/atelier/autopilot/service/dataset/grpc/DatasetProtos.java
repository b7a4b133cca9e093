package dev.atelier.autopilot.service.dataset.grpc;

import dev.atelier.autopilot.service.support.Protos;
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
                .setCreationTime(Protos.timestamp(dataset.creationTime()))
                .build();
    }
}
