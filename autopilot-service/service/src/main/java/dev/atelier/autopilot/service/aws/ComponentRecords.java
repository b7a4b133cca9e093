package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.autopilot.service.experiment.Artifact;
import dev.atelier.autopilot.service.experiment.ComponentStatus;
import dev.atelier.autopilot.service.experiment.MetricSummary;
import dev.atelier.autopilot.service.experiment.ParameterValue;
import dev.atelier.autopilot.service.experiment.TrialComponent;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsOutput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells of trial components. */
final class ComponentRecords {
    private ComponentRecords() {}

    static Map<String, @Nullable Object> arn(AwsCall call, String name) {
        return structure("TrialComponentArn", Arns.of(call, Arns.Kind.TRIAL_COMPONENT, name));
    }

    static Map<String, @Nullable Object> summary(AwsCall call, TrialComponent component) {
        Map<String, @Nullable Object> summary = common(call, component);
        summary.putAll(structure("TrialComponentSource", Records.source(call, component.source())));
        return summary;
    }

    /** As a search finds it, too. */
    static Map<String, @Nullable Object> describe(AwsCall call, TrialComponent component) {
        Map<String, @Nullable Object> answer = common(call, component);
        answer.putAll(structure("Source", Records.source(call, component.source())));
        answer.put("Parameters", map(component.parameters(), ComponentRecords::parameter));
        answer.put("InputArtifacts", map(component.inputArtifacts(), ComponentRecords::artifact));
        answer.put("OutputArtifacts", map(component.outputArtifacts(), ComponentRecords::artifact));
        answer.put(
                "Metrics",
                component.metrics().stream().map(ComponentRecords::metric).toList());
        return answer;
    }

    private static Map<String, @Nullable Object> common(AwsCall call, TrialComponent component) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(
                Records.common(call, component.owner(), component.creationTime(), component.lastModifiedTime()));
        members.put("TrialComponentName", component.name());
        members.putAll(arn(call, component.name()));
        ComponentStatus status = component.status();
        members.putAll(structure(
                "DisplayName",
                component.displayName(),
                "Status",
                status == null
                        ? null
                        : structure("PrimaryStatus", status.primaryStatus(), "Message", status.messageOrEmpty()),
                "StartTime",
                AwsOutput.timeOrNull(component.startTime()),
                "EndTime",
                AwsOutput.timeOrNull(component.endTime())));
        return members;
    }

    private static <V> Map<String, Map<String, @Nullable Object>> map(
            Map<String, V> values, Function<V, Map<String, @Nullable Object>> render) {
        Map<String, Map<String, @Nullable Object>> rendered = new LinkedHashMap<>();
        values.forEach((name, value) -> rendered.put(name, render.apply(value)));
        return rendered;
    }

    private static Map<String, @Nullable Object> parameter(ParameterValue value) {
        return structure("NumberValue", value.number(), "StringValue", value.text());
    }

    private static Map<String, @Nullable Object> artifact(Artifact artifact) {
        return structure("Value", artifact.value(), "MediaType", artifact.mediaType());
    }

    private static Map<String, @Nullable Object> metric(MetricSummary metric) {
        return structure(
                "MetricName",
                metric.metricName(),
                "TimeStamp",
                AwsOutput.time(metric.timestamp()),
                "Max",
                metric.max(),
                "Min",
                metric.min(),
                "Last",
                metric.last(),
                "Count",
                metric.count(),
                "Avg",
                metric.avg(),
                "StdDev",
                metric.stdDev());
    }
}
