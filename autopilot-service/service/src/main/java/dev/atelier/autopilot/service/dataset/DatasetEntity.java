package dev.atelier.autopilot.service.dataset;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of {@code dataset}. */
@Entity
@Immutable
@Table(name = "dataset")
public class DatasetEntity {
    @Id
    @Column(name = "dataset_id")
    String id = "";

    @Column(name = "name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "size_bytes")
    long sizeBytes;

    @Column(name = "row_count")
    long rows;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "columns")
    List<String> columns = new ArrayList<>();

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    /** For Hibernate. */
    protected DatasetEntity() {}

    static DatasetEntity of(Dataset dataset) {
        DatasetEntity entity = new DatasetEntity();
        entity.id = dataset.id();
        entity.name = dataset.name();
        entity.owner = OwnerColumns.of(dataset.owner());
        entity.sizeBytes = dataset.sizeBytes();
        entity.rows = dataset.rows();
        entity.columns = new ArrayList<>(dataset.columns());
        entity.creationTime = dataset.creationTime();
        return entity;
    }

    Dataset toDataset() {
        return new Dataset(id, name, owner.toOwner(), sizeBytes, rows, columns, creationTime);
    }
}
