package dev.atelier.autopilot.service.experiment;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code experiment}. */
@Entity
@Table(name = "experiment")
public class ExperimentEntity {
    @Id
    @Column(name = "experiment_id")
    String id = "";

    @Column(name = "experiment_name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "display_name")
    String displayName = "";

    @Column(name = "description")
    String description = "";

    @Column(name = "source")
    @Nullable
    String source;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "last_modified_time")
    Instant lastModifiedTime = Instant.EPOCH;

    /** For Hibernate. */
    protected ExperimentEntity() {}

    ExperimentEntity(String id, String name, Owner owner, @Nullable String source, Instant at) {
        this.id = id;
        this.name = name;
        this.owner = OwnerColumns.of(owner);
        this.displayName = name;
        this.source = source;
        this.creationTime = at;
        this.lastModifiedTime = at;
    }

    Experiment toExperiment() {
        return new Experiment(
                id, name, owner.toOwner(), displayName, description, source, creationTime, lastModifiedTime);
    }
}
