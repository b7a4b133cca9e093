package dev.atelier.autopilot.service.monitor.rest;

import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.monitor.Execution;
import dev.atelier.autopilot.service.monitor.MonitorRuns;
import dev.atelier.autopilot.service.monitor.NewSchedule;
import dev.atelier.autopilot.service.monitor.Schedule;
import dev.atelier.autopilot.service.usage.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A monitor as REST has it. */
@RegisterForReflection
record ScheduleJson(
        String monitoringScheduleName,
        OwnerJson owner,
        String endpointName,
        String variantName,
        String monitoringType,
        @Nullable String scheduleExpression,
        double threshold,
        String instanceType,
        Duration maxRuntime,
        String status,
        @Nullable Instant nextRun,
        String alertStatus,
        Instant creationTime,
        Instant lastModifiedTime) {
    static ScheduleJson of(Schedule schedule) {
        return new ScheduleJson(
                schedule.name(),
                OwnerJson.of(schedule.owner()),
                schedule.endpointName(),
                schedule.variantName(),
                schedule.type().label(),
                schedule.expression(),
                schedule.threshold(),
                schedule.instanceType(),
                schedule.maxRuntime(),
                schedule.status(),
                schedule.nextRun(),
                schedule.alertStatus(),
                schedule.creationTime(),
                schedule.lastModifiedTime());
    }

    /** A monitor to be made. */
    @RegisterForReflection
    record New(
            @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 63) @Nullable
            String monitoringScheduleName,

            @Schema(required = true) @Nullable String endpointName,

            @Schema(description = "The first one when absent.") @Nullable
            String variantName,

            @Schema(
                    required = true,
                    enumeration = {"DataQuality", "ModelQuality"})
            @Nullable
            String monitoringType,

            @Schema(description = "AWS's form in UTC, for example \"cron(0 * ? * * *)\"; on demand only when absent.")
            @Nullable
            String scheduleExpression,

            @Schema(description = "Distance from the baseline up to which a column has not drifted; 0.1 when absent.")
            @Nullable
            Double threshold,

            @Schema(description = "\"ml.m5.large\" when absent.") @Nullable
            String instanceType,

            @Schema(description = "After which a run is stopped and fails, from PT1S to PT24H; PT30M when absent.")
            @Nullable
            Duration maxRuntime) {
        NewSchedule toNewSchedule() {
            return new NewSchedule(
                    monitoringScheduleName,
                    endpointName,
                    variantName,
                    monitoringType,
                    scheduleExpression,
                    threshold,
                    instanceType,
                    maxRuntime,
                    null);
        }
    }

    /** What a run on demand looks at; nothing: what was captured since the last run. */
    @RegisterForReflection
    record Run(
            @Schema(
                    description =
                            "A stored data set instead of captured requests; give one of this, homePath, inputUri and times.")
            @Nullable
            String datasetId,

            @Schema(description = "A CSV in the home directory of the monitor's owner.") @Nullable
            String homePath,

            @Schema(
                    description =
                            "A CSV as s3://bucket/key or file:///path, where the configuration of autopilot-service allows it.")
            @Nullable
            String inputUri,

            @Nullable Instant captureFrom,
            @Nullable Instant captureTo) {
        MonitorRuns.NewRun toNewRun() {
            return new MonitorRuns.NewRun(new TableSource(datasetId, homePath, inputUri), captureFrom, captureTo);
        }
    }

    /** A run. */
    @RegisterForReflection
    record ExecutionJson(
            String monitoringExecutionId,
            String monitoringScheduleName,
            String status,
            int violations,
            @Nullable String failureReason,
            @Nullable String datasetId,
            @Nullable Instant captureFrom,
            @Nullable Instant captureTo,
            Instant scheduledTime,
            Instant creationTime,
            @Nullable Instant startTime,
            @Nullable Instant endTime) {
        static ExecutionJson of(Execution execution) {
            return new ExecutionJson(
                    execution.id(),
                    execution.scheduleName(),
                    execution.state().label(),
                    execution.state().violations(),
                    execution.state().failureReason(),
                    execution.datasetId(),
                    execution.captureFrom(),
                    execution.captureTo(),
                    execution.scheduledTime(),
                    execution.creationTime(),
                    execution.startTime(),
                    execution.endTime());
        }
    }
}
