package dev.atelier.autopilot.service.monitor;

import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code monitoring_job_definition}. */
@Entity
@Table(name = "monitoring_job_definition")
public class JobDefinitionEntity {
    @Id
    @Column(name = "definition_id")
    String id = "";

    @Column(name = "definition_name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "monitoring_type")
    String type = "";

    @Column(name = "endpoint_name")
    String endpointName = "";

    @Column(name = "threshold")
    @Nullable
    Double threshold;

    @Column(name = "instance_type")
    String instanceType = "";

    @Column(name = "max_runtime_millis")
    @Nullable
    Long maxRuntimeMillis;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    /** For Hibernate. */
    protected JobDefinitionEntity() {}

    JobDefinitionEntity(JobDefinition definition) {
        this.id = definition.id();
        this.name = definition.name();
        this.owner = OwnerColumns.of(definition.owner());
        this.type = definition.type().label();
        this.endpointName = definition.endpointName();
        this.threshold = definition.threshold();
        this.instanceType = definition.instanceType();
        this.maxRuntimeMillis =
                definition.maxRuntime() == null ? null : definition.maxRuntime().toMillis();
        this.creationTime = definition.creationTime();
    }

    JobDefinition toDefinition() {
        return new JobDefinition(
                id,
                name,
                owner.toOwner(),
                MonitoringType.ofLabel(type),
                endpointName,
                threshold,
                instanceType,
                maxRuntimeMillis == null ? null : Duration.ofMillis(maxRuntimeMillis),
                creationTime);
    }
}
