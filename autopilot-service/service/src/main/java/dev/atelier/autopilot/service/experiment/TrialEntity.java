package dev.atelier.autopilot.service.experiment;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code trial}. */
@Entity
@Table(name = "trial")
public class TrialEntity {
    @Id
    @Column(name = "trial_id")
    String id = "";

    @Column(name = "trial_name")
    String name = "";

    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    @JoinColumn(name = "experiment_id")
    ExperimentEntity experiment = new ExperimentEntity();

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "display_name")
    String displayName = "";

    @Column(name = "source")
    @Nullable
    String source;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "last_modified_time")
    Instant lastModifiedTime = Instant.EPOCH;

    /** For Hibernate. */
    protected TrialEntity() {}

    TrialEntity(String id, String name, ExperimentEntity experiment, @Nullable String source, Instant at) {
        this.id = id;
        this.name = name;
        this.experiment = experiment;
        this.owner = OwnerColumns.of(experiment.owner.toOwner());
        this.displayName = name;
        this.source = source;
        this.creationTime = at;
        this.lastModifiedTime = at;
    }

    Trial toTrial() {
        return new Trial(
                id, name, experiment.name, owner.toOwner(), displayName, source, creationTime, lastModifiedTime);
    }
}
