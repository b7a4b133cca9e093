package dev.atelier.autopilot.service.experiment;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code trial_component}. */
@Entity
@Table(name = "trial_component")
public class TrialComponentEntity {
    @Id
    @Column(name = "component_id")
    String id = "";

    @Column(name = "component_name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "display_name")
    String displayName = "";

    @Column(name = "source")
    @Nullable
    String source;

    @Column(name = "primary_status")
    @Nullable
    String primaryStatus;

    @Column(name = "status_message")
    String statusMessage = "";

    @Column(name = "start_time")
    @Nullable
    Instant startTime;

    @Column(name = "end_time")
    @Nullable
    Instant endTime;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "parameters")
    Map<String, ParameterValue> parameters = new TreeMap<>();

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "input_artifacts")
    Map<String, Artifact> inputArtifacts = new TreeMap<>();

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "output_artifacts")
    Map<String, Artifact> outputArtifacts = new TreeMap<>();

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "last_modified_time")
    Instant lastModifiedTime = Instant.EPOCH;

    /** For Hibernate. */
    protected TrialComponentEntity() {}

    TrialComponentEntity(String id, String name, Owner owner, @Nullable String source, Instant at) {
        this.id = id;
        this.name = name;
        this.owner = OwnerColumns.of(owner);
        this.displayName = name;
        this.source = source;
        this.creationTime = at;
        this.lastModifiedTime = at;
    }

    void status(ComponentStatus status) {
        primaryStatus = status.primaryStatus();
        statusMessage = status.messageOrEmpty();
    }

    TrialComponent toComponent(List<MetricSummary> metrics) {
        return new TrialComponent(
                id,
                name,
                owner.toOwner(),
                displayName,
                source,
                primaryStatus == null ? null : new ComponentStatus(primaryStatus, statusMessage),
                startTime,
                endTime,
                new TreeMap<>(parameters),
                new TreeMap<>(inputArtifacts),
                new TreeMap<>(outputArtifacts),
                metrics,
                creationTime,
                lastModifiedTime);
    }
}
