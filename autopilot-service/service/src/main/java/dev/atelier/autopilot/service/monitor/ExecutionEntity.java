package dev.atelier.autopilot.service.monitor;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code monitoring_execution}. */
@Entity
@Table(name = "monitoring_execution")
public class ExecutionEntity {
    @Id
    @Column(name = "execution_id")
    String id = "";

    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    @JoinColumn(name = "schedule_id")
    ScheduleEntity schedule = ScheduleEntity.blank();

    @Column(name = "status")
    String status = new ExecutionState.Pending().label();

    @Column(name = "dataset_id")
    @Nullable
    String datasetId;

    @Column(name = "capture_from")
    @Nullable
    Instant captureFrom;

    @Column(name = "capture_to")
    @Nullable
    Instant captureTo;

    @Column(name = "violations")
    int violations;

    @Column(name = "failure_reason")
    @Nullable
    String failureReason;

    @Column(name = "scheduled_time")
    Instant scheduledTime = Instant.EPOCH;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "start_time")
    @Nullable
    Instant startTime;

    @Column(name = "end_time")
    @Nullable
    Instant endTime;

    /** For Hibernate. */
    protected ExecutionEntity() {}

    ExecutionEntity(String id, ScheduleEntity schedule, Instant scheduledTime, Instant now) {
        this.id = id;
        this.schedule = schedule;
        this.scheduledTime = scheduledTime;
        this.creationTime = now;
    }

    ExecutionState state() {
        return ExecutionState.of(status, violations, failureReason);
    }

    void write(ExecutionState state) {
        status = state.label();
        violations = state.violations();
        failureReason = state.failureReason();
    }

    Execution toExecution() {
        return new Execution(
                id,
                schedule.name,
                schedule.endpointName,
                MonitoringType.ofLabel(schedule.type),
                schedule.definitionName,
                state(),
                datasetId,
                captureFrom,
                captureTo,
                scheduledTime,
                creationTime,
                startTime,
                endTime);
    }
}
