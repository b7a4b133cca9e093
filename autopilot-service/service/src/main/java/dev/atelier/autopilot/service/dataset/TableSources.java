package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.usage.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;

/** Opens tables wherever callers say that they lie; those that are not stored yet become data sets. */
@ApplicationScoped
public class TableSources {
    private final DatasetService datasets;

    TableSources(DatasetService datasets) {
        this.datasets = datasets;
    }

    /**
     * Hands a table on, in the current transaction: what was stored for it is undone when the taker throws.
     *
     * @param field of the request that names the source, for errors
     * @throws AtelierException RESOURCE_NOT_FOUND, PERMISSION_DENIED, UNAVAILABLE, or what is wrong with the table
     */
    public void with(
            Caller caller, Owner owner, TableSource source, String field, Consumer<DatasetService.Arrived> taker) {
        String datasetId = source.datasetId();
        if (datasetId != null && !datasetId.isBlank()) {
            Dataset dataset = datasets.get(caller, datasetId);
            taker.accept(new DatasetService.Arrived(dataset, datasets.file(dataset.id())));
            return;
        }
        datasets.take(owner, source.location(field), arrived -> {
            datasets.persist(arrived.dataset());
            taker.accept(arrived);
            return true;
        });
    }
}
