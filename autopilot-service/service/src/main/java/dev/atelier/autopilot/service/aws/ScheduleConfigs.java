package dev.atelier.autopilot.service.aws;

import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.autopilot.service.monitor.JobDefinition;
import dev.atelier.autopilot.service.monitor.JobDefinitions;
import dev.atelier.autopilot.service.monitor.MonitorRuns;
import dev.atelier.autopilot.service.monitor.MonitoringType;
import dev.atelier.autopilot.service.monitor.NewSchedule;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a MonitoringScheduleConfig: what is monitored, by a job definition or within the config, and when. */
@ApplicationScoped
class ScheduleConfigs {
    private static final String DEFINITION = "MonitoringJobDefinition";
    private static final String DEFINITION_NAME = "MonitoringJobDefinitionName";
    private static final String NOW = "NOW";

    private final JobDefinitions definitions;
    private final KeptDocuments kept;
    private final Documents documents;
    private final Clock clock;

    ScheduleConfigs(JobDefinitions definitions, KeptDocuments kept, Documents documents, Clock clock) {
        this.definitions = definitions;
        this.kept = kept;
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * What it asks for.
     *
     * @param run of a monitor that is to run now
     */
    record Asked(NewSchedule schedule, Optional<MonitorRuns.NewRun> run) {}

    Asked read(AwsCall call, String name, AwsInput config) {
        Optional<AwsInput> times = config.structure("ScheduleConfig");
        String expression = times.map(given -> given.text("ScheduleExpression")).orElse(null);
        boolean now = NOW.equals(expression);
        MonitoringType type = config.oneOf(
                        "MonitoringType", "DataQuality", "ModelQuality", "ModelBias", "ModelExplainability")
                .map(MonitoringType::ofLabel)
                .orElse(MonitoringType.DATA_QUALITY);
        Optional<String> definition = config.optional(DEFINITION_NAME);
        if (definition.isPresent() == config.has(DEFINITION)) {
            throw AwsException.validation(
                    "monitoringScheduleConfig", "Give exactly one of " + DEFINITION_NAME + " and " + DEFINITION);
        }
        Optional<JobDefinition> known = definition.map(given -> definitions.get(call.caller(), type, given));
        String cron = now ? null : expression;
        return new Asked(
                known.map(found -> found.schedule(name, cron)).orElseGet(() -> within(name, type, config, cron)),
                now ? Optional.of(run(type, known, times.orElseThrow())) : Optional.empty());
    }

    private static NewSchedule within(String name, MonitoringType type, AwsInput config, @Nullable String cron) {
        if (type != MonitoringType.DATA_QUALITY) {
            throw AwsException.unsupported("A " + DEFINITION + " of another type than DataQuality");
        }
        MonitoringTarget target = MonitoringTarget.within(config.required(DEFINITION));
        return new NewSchedule(
                name,
                target.endpointName(),
                null,
                type.label(),
                cron,
                target.threshold(),
                target.instanceType(),
                target.maxRuntime(),
                null);
    }

    private MonitorRuns.NewRun run(MonitoringType type, Optional<JobDefinition> definition, AwsInput times) {
        return switch (type) {
            case DATA_QUALITY ->
                new MonitorRuns.NewRun(
                        TableSource.NONE, offset(times, "DataAnalysisStartTime"), offset(times, "DataAnalysisEndTime"));
            case MODEL_QUALITY -> new MonitorRuns.NewRun(outcomes(definition.orElseThrow()), null, null);
        };
    }

    /** The table with the outcomes. */
    private TableSource outcomes(JobDefinition definition) {
        return JobDefinitionWire.outcomes(new AwsInput(
                        documents.read(Optional.of(kept.find(definition.id()).document()))))
                .toTable();
    }

    /** A time from now, for example -PT1H. */
    private @Nullable Instant offset(AwsInput times, String member) {
        return times.optional(member)
                .map(text -> {
                    try {
                        return clock.instant().plus(Duration.parse(text));
                    } catch (DateTimeException _) {
                        throw AwsException.validation(member, "Member must be a duration like -PT1H");
                    }
                })
                .orElse(null);
    }
}
