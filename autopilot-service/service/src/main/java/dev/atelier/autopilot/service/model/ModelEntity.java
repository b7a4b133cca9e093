package dev.atelier.autopilot.service.model;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code model}. */
@Entity
@Table(name = "model")
public class ModelEntity {
    @Id
    @Column(name = "model_id")
    String id = "";

    @Column(name = "model_name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "job_id")
    @Nullable
    String jobId;

    @Column(name = "job_name")
    String jobName = "";

    @Column(name = "candidate_name")
    String candidateName = "";

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    /** For Hibernate. */
    protected ModelEntity() {}

    ModelEntity(Model model) {
        this.id = model.id();
        this.name = model.name();
        this.owner = OwnerColumns.of(model.owner());
        this.jobId = model.jobId();
        this.jobName = model.jobName();
        this.candidateName = model.candidateName();
        this.creationTime = model.creationTime();
    }

    Model toModel() {
        return new Model(id, name, owner.toOwner(), jobId, jobName, candidateName, creationTime);
    }
}
