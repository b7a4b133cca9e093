package dev.atelier.autopilot.service.dataset.rest;

import dev.atelier.autopilot.service.dataset.Dataset;
import dev.atelier.autopilot.service.usage.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/** A data set as REST has it; the size is that of the plain CSV, rows are without the header. */
@RegisterForReflection
record DatasetJson(
        String datasetId,
        String name,
        OwnerJson owner,
        long sizeBytes,
        long rows,
        List<String> columns,
        Instant creationTime) {
    static DatasetJson of(Dataset dataset) {
        return new DatasetJson(
                dataset.id(),
                dataset.name(),
                OwnerJson.of(dataset.owner()),
                dataset.sizeBytes(),
                dataset.rows(),
                dataset.columns(),
                dataset.creationTime());
    }
}
