package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.usage.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Opens tables wherever callers say that they lie; those that are not stored yet become data sets. A transaction that waits for one to arrive holds a database connection
 * all the while, so that only some may wait at once.
 */
@ApplicationScoped
public class TableSources {
    private static final int MOST_AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DatasetService datasets;
    private final Turns turns = new Turns(MOST_AT_ONCE, PATIENCE);

    TableSources(DatasetService datasets) {
        this.datasets = datasets;
    }

    /**
     * Runs the transaction that opens tables when it is its turn, which is at once where all of them are stored already.
     *
     * @throws AtelierException UNAVAILABLE when too many tables arrive already
     */
    public <T> T inTurn(Stream<TableSource> sources, Supplier<T> transaction) {
        if (sources.noneMatch(TableSource::arrives)) {
            return transaction.get();
        }
        return turns.take(transaction);
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
