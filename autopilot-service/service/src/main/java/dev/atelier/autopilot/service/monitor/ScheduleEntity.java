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
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code monitoring_schedule}. A run that ends sets its alert without holding the row, so that only what it changed may be written: whoever stops or changes the
 * monitor meanwhile is not undone.
 */
@Entity
@DynamicUpdate
@Table(name = "monitoring_schedule")
public class ScheduleEntity {
    static final String SCHEDULED = "Scheduled";
    static final String STOPPED = "Stopped";

    @Id
    @Column(name = "schedule_id")
    String id = "";

    @Column(name = "schedule_name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "endpoint_id")
    String endpointId = "";

    @Column(name = "endpoint_name")
    String endpointName = "";

    @Column(name = "variant_name")
    String variantName = "";

    @Column(name = "monitoring_type")
    String type = "";

    @Column(name = "schedule_expression")
    @Nullable
    String expression;

    @Column(name = "threshold")
    double threshold;

    @Column(name = "instance_type")
    String instanceType = "";

    @Column(name = "max_runtime_millis")
    long maxRuntimeMillis;

    @Column(name = "definition_name")
    @Nullable
    String definitionName;

    @Column(name = "status")
    String status = SCHEDULED;

    @Column(name = "looked_until")
    Instant lookedUntil = Instant.EPOCH;

    @Column(name = "next_run")
    @Nullable
    Instant nextRun;

    @Column(name = "alert_status")
    String alertStatus = "OK";

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "last_modified_time")
    Instant lastModifiedTime = Instant.EPOCH;

    /** For Hibernate and for new rows. */
    protected ScheduleEntity() {}

    static ScheduleEntity blank() {
        return new ScheduleEntity();
    }

    Duration maxRuntime() {
        return Duration.ofMillis(maxRuntimeMillis);
    }

    Schedule toSchedule() {
        return new Schedule(
                id,
                name,
                owner.toOwner(),
                endpointId,
                endpointName,
                variantName,
                MonitoringType.ofLabel(type),
                expression,
                threshold,
                instanceType,
                maxRuntime(),
                definitionName,
                status,
                nextRun,
                alertStatus,
                creationTime,
                lastModifiedTime);
    }
}
