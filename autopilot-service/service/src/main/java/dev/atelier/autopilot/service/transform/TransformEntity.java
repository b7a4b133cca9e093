package dev.atelier.autopilot.service.transform;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A row of {@code transform_job}. */
@Entity
@Table(name = "transform_job")
public class TransformEntity {
    @Id
    @Column(name = "transform_id")
    String id = "";

    @Column(name = "transform_name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "job_name")
    String jobName = "";

    @Column(name = "candidate_name")
    String candidateName = "";

    @Column(name = "dataset_id")
    String datasetId = "";

    @Column(name = "instance_type")
    String instanceType = "";

    @Column(name = "status")
    String status = new TransformState.InProgress().label();

    @Column(name = "failure_reason")
    @Nullable
    String failureReason;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "start_time")
    @Nullable
    Instant startTime;

    @Column(name = "end_time")
    @Nullable
    Instant endTime;

    /** For Hibernate and for new rows. */
    protected TransformEntity() {}

    static TransformEntity blank() {
        return new TransformEntity();
    }

    TransformState state() {
        return TransformState.of(status, failureReason);
    }

    void write(TransformState state) {
        status = state.label();
        failureReason = state.failureReason();
    }

    void end(TransformState.Ended state, Instant at) {
        write(state);
        endTime = at.truncatedTo(ChronoUnit.MICROS);
    }

    Transform toTransform() {
        return new Transform(
                id,
                name,
                owner.toOwner(),
                jobName,
                candidateName,
                datasetId,
                instanceType,
                state(),
                creationTime,
                startTime,
                endTime);
    }
}
