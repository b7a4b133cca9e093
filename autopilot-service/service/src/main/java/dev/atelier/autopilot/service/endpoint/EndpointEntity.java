package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    @Column(name = "status")
    String status = "";

    @Column(name = "failure_reason")
    @Nullable
    String failureReason;

    @Column(name = "version")
    int version = 1;

    @Column(name = "active_version")
    @Nullable
    Integer activeVersion;

    @Column(name = "canary_percent")
    @Nullable
    Integer canaryPercent;

    @Column(name = "canary_millis")
    @Nullable
    Long canaryMillis;

    @Column(name = "canary_error_percent")
    double canaryErrorPercent = 1;

    /** Since when the new version takes its share. */
    @Column(name = "canary_since")
    @Nullable
    Instant canarySince;

    @Column(name = "canary_requests")
    long canaryRequests;

    @Column(name = "canary_errors")
    long canaryErrors;

    @Column(name = "capture_percent")
    @Nullable
    Integer capturePercent;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "last_modified_time")
    Instant lastModifiedTime = Instant.EPOCH;

    @Column(name = "in_service_time")
    @Nullable
    Instant inServiceTime;

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
        this.lastModifiedTime = creationTime;
        write(new EndpointLifecycle.Creating());
    }

    EndpointLifecycle lifecycle() {
        return EndpointLifecycle.of(status, failureReason);
    }

    final void write(EndpointLifecycle lifecycle) {
        status = lifecycle.status();
        failureReason = lifecycle.failureReason();
    }

    /** The version whose variants the endpoint shows: what takes requests, else what starts. */
    int shownVersion() {
        return activeVersion == null ? version : activeVersion;
    }

    Optional<Canary> canary() {
        return canaryPercent == null || canaryMillis == null
                ? Optional.empty()
                : Optional.of(new Canary(canaryPercent, Duration.ofMillis(canaryMillis), canaryErrorPercent));
    }

    /** A new version is wanted. */
    void update(@Nullable Canary canary) {
        version++;
        canaryPercent = canary == null ? null : canary.trafficPercent();
        canaryMillis = canary == null ? null : canary.duration().toMillis();
        canaryErrorPercent = canary == null ? 1 : canary.maxErrorPercent();
        canarySince = null;
        canaryRequests = 0;
        canaryErrors = 0;
    }

    Endpoint toEndpoint(List<Variant> variants) {
        return new Endpoint(
                id,
                name,
                owner.toOwner(),
                variants,
                lifecycle(),
                version,
                activeVersion == null ? 0 : activeVersion,
                capturePercent == null ? 0 : capturePercent,
                creationTime,
                lastModifiedTime,
                inServiceTime);
    }
}
