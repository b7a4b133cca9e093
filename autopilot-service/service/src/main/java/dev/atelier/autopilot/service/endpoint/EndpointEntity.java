package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code endpoint}. */
@Entity
@Table(name = "endpoint")
public class EndpointEntity {
    @Id
    @Column(name = "endpoint_id")
    String id = "";

    @Column(name = "endpoint_name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "job_id")
    String jobId = "";

    @Column(name = "job_name")
    String jobName = "";

    @Column(name = "candidate_name")
    String candidateName = "";

    @Column(name = "trial")
    int trial;

    @Column(name = "instance_type")
    String instanceType = "";

    @Column(name = "status")
    String status = "";

    @Column(name = "failure_reason")
    @Nullable
    String failureReason;

    @Column(name = "generation")
    int generation;

    @Column(name = "restarts")
    int restarts;

    @Column(name = "next_attempt")
    @Nullable
    Instant nextAttempt;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "in_service_time")
    @Nullable
    Instant inServiceTime;

    /** Since when its worker runs and is billed; null while it does not. */
    @Column(name = "billed_from")
    @Nullable
    Instant billedFrom;

    @Column(name = "end_time")
    @Nullable
    Instant endTime;

    /** For Hibernate. */
    protected EndpointEntity() {}

    EndpointEntity(String id, String name, Owner owner, Instant creationTime) {
        this.id = id;
        this.name = name;
        this.owner = OwnerColumns.of(owner);
        this.creationTime = creationTime;
        write(new EndpointLifecycle.Creating());
    }

    EndpointLifecycle lifecycle() {
        return EndpointLifecycle.of(status, failureReason);
    }

    final void write(EndpointLifecycle lifecycle) {
        status = lifecycle.status();
        failureReason = lifecycle.failureReason();
    }

    Endpoint toEndpoint() {
        return new Endpoint(
                id,
                name,
                owner.toOwner(),
                jobName,
                candidateName,
                instanceType,
                lifecycle(),
                generation,
                creationTime,
                inServiceTime);
    }
}
