package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.autopilot.service.monitor.Execution;
import dev.atelier.autopilot.service.monitor.MonitorCreation;
import dev.atelier.autopilot.service.monitor.MonitorFilter;
import dev.atelier.autopilot.service.monitor.MonitorRuns;
import dev.atelier.autopilot.service.monitor.MonitorService;
import dev.atelier.autopilot.service.monitor.Schedule;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.platform.aws.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Monitors and their runs. */
@ApplicationScoped
class MonitorWire {
    private static final String NAME = "MonitoringScheduleName";
    private static final String CONFIG = "MonitoringScheduleConfig";
    private static final Map<String, Listing.Key> RUN_KEYS = Map.of(
            "CreationTime", Listing.Key.CREATION_TIME,
            // runs are made when they are due
            "ScheduledTime", Listing.Key.CREATION_TIME,
            "Status", Listing.Key.STATUS);

    private final MonitorCreation creation;
    private final MonitorService monitors;
    private final MonitorRuns runs;
    private final ScheduleConfigs configs;
    private final KeptDocuments kept;
    private final Documents documents;

    MonitorWire(
            MonitorCreation creation,
            MonitorService monitors,
            MonitorRuns runs,
            ScheduleConfigs configs,
            KeptDocuments kept,
            Documents documents) {
        this.creation = creation;
        this.monitors = monitors;
        this.runs = runs;
        this.configs = configs;
        this.kept = kept;
        this.documents = documents;
    }

    /** A monitor that is to run now does so once, and on demand from then on; there is none when it cannot run. */
    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        ScheduleConfigs.Asked asked = configs.read(call, input.text(NAME), input.required(CONFIG));
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        Schedule schedule = creation.create(call.caller(), asked.schedule(), null);
        keep(schedule, input, tags);
        try {
            asked.run().ifPresent(run -> runs.run(call.caller(), schedule.name(), run));
        } catch (RuntimeException e) {
            monitors.delete(call.caller(), schedule.name());
            throw e;
        }
        return arn(call, schedule);
    }

    Map<String, @Nullable Object> update(AwsCall call) {
        AwsInput input = call.input();
        ScheduleConfigs.Asked asked = configs.read(call, input.text(NAME), input.required(CONFIG));
        Schedule schedule = creation.update(call.caller(), asked.schedule());
        keep(schedule, input, kept.find(schedule.id()).tags());
        asked.run().ifPresent(run -> runs.run(call.caller(), schedule.name(), run));
        return arn(call, schedule);
    }

    Map<String, @Nullable Object> start(AwsCall call) {
        monitors.start(call.caller(), call.input().text(NAME));
        return Map.of();
    }

    Map<String, @Nullable Object> stop(AwsCall call) {
        monitors.stop(call.caller(), call.input().text(NAME));
        return Map.of();
    }

    /** AWS says where there is nothing to delete. */
    Map<String, @Nullable Object> delete(AwsCall call) {
        monitors.delete(
                call.caller(),
                monitors.get(call.caller(), call.input().text(NAME)).name());
        return Map.of();
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        Schedule schedule = monitors.get(call.caller(), call.input().text(NAME));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(call, schedule));
        answer.remove("MonitoringJobDefinitionName");
        ObjectNode document =
                documents.read(Optional.of(kept.find(schedule.id()).document()));
        answer.put(CONFIG, document.has(CONFIG) ? document.get(CONFIG) : config(schedule));
        Listing newest = new Listing(
                schedule.name(),
                null,
                null,
                Listing.Span.ALWAYS,
                Listing.Span.ALWAYS,
                Listing.Key.CREATION_TIME,
                false);
        runs.executions(call.caller(), newest, MonitorFilter.ANY, PageRequest.of(1, null)).items().stream()
                .findFirst()
                .ifPresent(run -> answer.put("LastMonitoringExecutionSummary", summary(run)));
        return answer;
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<Schedule> page = monitors.list(
                call.caller(),
                Listings.of(call, Listings.NAME_STATUS, "Pending", "Failed", "Scheduled", "Stopped"),
                filter(call.input(), Listing.Span.ALWAYS),
                call.page());
        return AwsOutput.page("MonitoringScheduleSummaries", page, schedule -> summary(call, schedule));
    }

    Map<String, @Nullable Object> executions(AwsCall call) {
        AwsInput input = call.input();
        Page<Execution> page = runs.executions(
                call.caller(),
                Listings.of(
                                call,
                                RUN_KEYS,
                                "Pending",
                                "Completed",
                                "CompletedWithViolations",
                                "InProgress",
                                "Failed",
                                "Stopping",
                                "Stopped")
                        .named(input.optional(NAME)),
                filter(input, new Listing.Span(input.time("ScheduledTimeAfter"), input.time("ScheduledTimeBefore"))),
                call.page());
        return AwsOutput.page("MonitoringExecutionSummaries", page, MonitorWire::summary);
    }

    private void keep(Schedule schedule, AwsInput input, Map<String, String> tags) {
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(document, input, CONFIG);
        kept.keep(schedule.id(), new Kept(document.toString(), tags));
    }

    private static MonitorFilter filter(AwsInput input, Listing.Span scheduled) {
        return new MonitorFilter(
                input.optional("EndpointName").orElse(null),
                input.oneOf("MonitoringTypeEquals", "DataQuality", "ModelQuality", "ModelBias", "ModelExplainability")
                        .orElse(null),
                input.optional("MonitoringJobDefinitionName").orElse(null),
                scheduled);
    }

    /** Of a monitor that was made over another protocol. */
    private static Map<String, @Nullable Object> config(Schedule schedule) {
        return structure(
                "ScheduleConfig",
                schedule.expression() == null ? null : structure("ScheduleExpression", schedule.expression()),
                "MonitoringType",
                schedule.type().label());
    }

    private static Map<String, @Nullable Object> arn(AwsCall call, Schedule schedule) {
        return structure("MonitoringScheduleArn", Arns.of(call, Arns.Kind.MONITORING_SCHEDULE, schedule.name()));
    }

    private static Map<String, @Nullable Object> summary(AwsCall call, Schedule schedule) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>(arn(call, schedule));
        summary.putAll(structure(
                NAME,
                schedule.name(),
                "MonitoringScheduleStatus",
                schedule.status(),
                "MonitoringType",
                schedule.type().label(),
                "EndpointName",
                schedule.endpointName(),
                "MonitoringJobDefinitionName",
                schedule.definitionName(),
                "CreationTime",
                AwsOutput.time(schedule.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(schedule.lastModifiedTime())));
        return summary;
    }

    private static Map<String, @Nullable Object> summary(Execution run) {
        return structure(
                NAME,
                run.scheduleName(),
                "ScheduledTime",
                AwsOutput.time(run.scheduledTime()),
                "CreationTime",
                AwsOutput.time(run.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(run.lastModifiedTime()),
                "MonitoringExecutionStatus",
                run.state().label(),
                "EndpointName",
                run.endpointName(),
                "FailureReason",
                run.state().failureReason(),
                "MonitoringJobDefinitionName",
                run.definitionName(),
                "MonitoringType",
                run.type().label());
    }
}
