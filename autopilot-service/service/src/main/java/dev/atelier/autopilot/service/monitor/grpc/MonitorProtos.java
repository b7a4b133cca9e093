package dev.atelier.autopilot.service.monitor.grpc;

import com.google.protobuf.Timestamp;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.monitor.Execution;
import dev.atelier.autopilot.service.monitor.MonitorEvent;
import dev.atelier.autopilot.service.monitor.NewSchedule;
import dev.atelier.autopilot.service.monitor.Schedule;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.CreateMonitoringScheduleRequest;
import dev.atelier.autopilot.v1.MonitoringExecution;
import dev.atelier.autopilot.v1.MonitoringSchedule;
import dev.atelier.autopilot.v1.WatchMonitoringScheduleResponse;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Monitors and their runs as gRPC has them. */
final class MonitorProtos {
    private MonitorProtos() {}

    static NewSchedule newSchedule(CreateMonitoringScheduleRequest request) {
        return new NewSchedule(
                Protos.emptyToNull(request.getMonitoringScheduleName()),
                Protos.emptyToNull(request.getEndpointName()),
                Protos.emptyToNull(request.getVariantName()),
                Protos.emptyToNull(request.getMonitoringType()),
                Protos.emptyToNull(request.getScheduleExpression()),
                request.getThreshold() == 0 ? null : request.getThreshold(),
                Protos.emptyToNull(request.getInstanceType()),
                request.hasMaxRuntime() ? ProtoTimes.duration(request.getMaxRuntime()) : null,
                null);
    }

    static MonitoringSchedule schedule(Schedule schedule) {
        MonitoringSchedule.Builder message = MonitoringSchedule.newBuilder()
                .setMonitoringScheduleName(schedule.name())
                .setOwner(schedule.owner().toProto())
                .setEndpointName(schedule.endpointName())
                .setVariantName(schedule.variantName())
                .setMonitoringType(schedule.type().label())
                .setScheduleExpression(Objects.requireNonNullElse(schedule.expression(), ""))
                .setThreshold(schedule.threshold())
                .setInstanceType(schedule.instanceType())
                .setMaxRuntime(ProtoTimes.duration(schedule.maxRuntime()))
                .setStatus(schedule.status())
                .setAlertStatus(schedule.alertStatus())
                .setCreationTime(ProtoTimes.timestamp(schedule.creationTime()))
                .setLastModifiedTime(ProtoTimes.timestamp(schedule.lastModifiedTime()));
        time(schedule.nextRun(), message::setNextRun);
        return message.build();
    }

    static MonitoringExecution execution(Execution execution) {
        MonitoringExecution.Builder message = MonitoringExecution.newBuilder()
                .setMonitoringExecutionId(execution.id())
                .setMonitoringScheduleName(execution.scheduleName())
                .setStatus(execution.state().label())
                .setViolations(execution.state().violations())
                .setFailureReason(Objects.requireNonNullElse(execution.state().failureReason(), ""))
                .setDatasetId(Objects.requireNonNullElse(execution.datasetId(), ""))
                .setScheduledTime(ProtoTimes.timestamp(execution.scheduledTime()))
                .setCreationTime(ProtoTimes.timestamp(execution.creationTime()));
        time(execution.captureFrom(), message::setCaptureFrom);
        time(execution.captureTo(), message::setCaptureTo);
        time(execution.startTime(), message::setStartTime);
        time(execution.endTime(), message::setEndTime);
        return message.build();
    }

    private static void time(@Nullable Instant time, Consumer<Timestamp> setter) {
        if (time != null) {
            setter.accept(ProtoTimes.timestamp(time));
        }
    }

    static WatchMonitoringScheduleResponse event(MonitorEvent event) {
        MonitorEvent.Payload facts = event.payload();
        WatchMonitoringScheduleResponse.Builder message = WatchMonitoringScheduleResponse.newBuilder()
                .setEventId(event.id())
                .setTime(ProtoTimes.timestamp(event.time()))
                .setEventType(event.type().label());
        Optional.ofNullable(facts.status()).ifPresent(message::setStatus);
        Optional.ofNullable(facts.monitoringExecutionId()).ifPresent(message::setMonitoringExecutionId);
        Optional.ofNullable(facts.violations()).ifPresent(message::setViolations);
        Optional.ofNullable(facts.featureName()).ifPresent(message::setFeatureName);
        Optional.ofNullable(facts.constraintCheckType()).ifPresent(message::setConstraintCheckType);
        Optional.ofNullable(facts.message()).ifPresent(message::setMessage);
        return message.build();
    }
}
