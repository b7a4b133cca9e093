package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.usage.OwnedRows;
import dev.atelier.autopilot.service.usage.Owners.Scope;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** The table {@code dataset}. */
@ApplicationScoped
class DatasetRepository implements PanacheRepositoryBase<DatasetEntity, String> {
    /** The newest first. */
    List<Dataset> page(Scope scope, PageRequest page) {
        return OwnedRows.page(getEntityManager(), DatasetEntity.class, scope, page).stream()
                .map(DatasetEntity::toDataset)
                .toList();
    }

    Set<String> ids() {
        return Set.copyOf(getEntityManager()
                .createQuery("select d.id from DatasetEntity d", String.class)
                .getResultList());
    }
}
