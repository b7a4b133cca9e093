package dev.atelier.autopilot.service.experiment.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.experiment.ComponentContent;
import dev.atelier.autopilot.service.experiment.ComponentSearch;
import dev.atelier.autopilot.service.experiment.ComponentStatus;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.Artifact;
import dev.atelier.autopilot.v1.ComparedValue;
import dev.atelier.autopilot.v1.Experiment;
import dev.atelier.autopilot.v1.MetricObservation;
import dev.atelier.autopilot.v1.MetricSummary;
import dev.atelier.autopilot.v1.OwnerRef;
import dev.atelier.autopilot.v1.ParameterValue;
import dev.atelier.autopilot.v1.Trial;
import dev.atelier.autopilot.v1.TrialComponent;
import dev.atelier.autopilot.v1.TrialComponentContent;
import dev.atelier.autopilot.v1.TrialComponentStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Experiments between Java and protobuf. */
final class ExperimentProtos {
    private ExperimentProtos() {}

    static @Nullable String domain(OwnerRef owner) {
        return Protos.emptyToNull(owner.getDomainId());
    }

    static @Nullable String user(OwnerRef owner) {
        return Protos.emptyToNull(owner.getUserProfileName());
    }

    static Experiment experiment(dev.atelier.autopilot.service.experiment.Experiment experiment) {
        return Experiment.newBuilder()
                .setExperimentName(experiment.name())
                .setOwner(experiment.owner().toProto())
                .setDisplayName(experiment.displayName())
                .setDescription(experiment.description())
                .setSource(orEmpty(experiment.source()))
                .setCreationTime(ProtoTimes.timestamp(experiment.creationTime()))
                .setLastModifiedTime(ProtoTimes.timestamp(experiment.lastModifiedTime()))
                .build();
    }

    static Trial trial(dev.atelier.autopilot.service.experiment.Trial trial) {
        return Trial.newBuilder()
                .setTrialName(trial.name())
                .setExperimentName(trial.experimentName())
                .setOwner(trial.owner().toProto())
                .setDisplayName(trial.displayName())
                .setSource(orEmpty(trial.source()))
                .setCreationTime(ProtoTimes.timestamp(trial.creationTime()))
                .setLastModifiedTime(ProtoTimes.timestamp(trial.lastModifiedTime()))
                .build();
    }

    static TrialComponent component(dev.atelier.autopilot.service.experiment.TrialComponent component) {
        TrialComponentContent.Builder content =
                TrialComponentContent.newBuilder().setDisplayName(component.displayName());
        ComponentStatus status = component.status();
        if (status != null) {
            content.setStatus(TrialComponentStatus.newBuilder()
                    .setPrimaryStatus(orEmpty(status.primaryStatus()))
                    .setMessage(status.messageOrEmpty()));
        }
        if (component.startTime() != null) {
            content.setStartTime(ProtoTimes.timestamp(component.startTime()));
        }
        if (component.endTime() != null) {
            content.setEndTime(ProtoTimes.timestamp(component.endTime()));
        }
        component.parameters().forEach((name, value) -> content.putParameters(name, value(value.value())));
        component.inputArtifacts().forEach((name, artifact) -> content.putInputArtifacts(name, artifact(artifact)));
        component.outputArtifacts().forEach((name, artifact) -> content.putOutputArtifacts(name, artifact(artifact)));
        return TrialComponent.newBuilder()
                .setTrialComponentName(component.name())
                .setOwner(component.owner().toProto())
                .setSource(orEmpty(component.source()))
                .setContent(content)
                .addAllMetrics(component.metrics().stream()
                        .map(ExperimentProtos::summary)
                        .toList())
                .setCreationTime(ProtoTimes.timestamp(component.creationTime()))
                .setLastModifiedTime(ProtoTimes.timestamp(component.lastModifiedTime()))
                .build();
    }

    static ComponentContent content(TrialComponentContent content) {
        return content(content, List.of(), List.of(), List.of());
    }

    static ComponentContent content(
            TrialComponentContent content,
            List<String> parametersToRemove,
            List<String> inputArtifactsToRemove,
            List<String> outputArtifactsToRemove) {
        Map<String, dev.atelier.autopilot.service.experiment.ParameterValue> parameters = new TreeMap<>();
        content.getParametersMap().forEach((name, value) -> parameters.put(name, value(value)));
        return new ComponentContent(
                Protos.emptyToNull(content.getDisplayName()),
                content.hasStatus()
                        ? new ComponentStatus(
                                content.getStatus().getPrimaryStatus(),
                                content.getStatus().getMessage())
                        : null,
                content.hasStartTime() ? ProtoTimes.instant(content.getStartTime()) : null,
                content.hasEndTime() ? ProtoTimes.instant(content.getEndTime()) : null,
                parameters,
                artifacts(content.getInputArtifactsMap()),
                artifacts(content.getOutputArtifactsMap()),
                parametersToRemove,
                inputArtifactsToRemove,
                outputArtifactsToRemove);
    }

    static MetricObservation observation(dev.atelier.autopilot.service.experiment.MetricObservation observation) {
        MetricObservation.Builder message =
                MetricObservation.newBuilder().setMetricName(orEmpty(observation.metricName()));
        if (observation.value() != null) {
            message.setValue(observation.value());
        }
        if (observation.step() != null) {
            message.setStep(observation.step());
        }
        if (observation.timestamp() != null) {
            message.setTimestamp(ProtoTimes.timestamp(observation.timestamp()));
        }
        return message.build();
    }

    static dev.atelier.autopilot.service.experiment.MetricObservation observation(MetricObservation observation) {
        return new dev.atelier.autopilot.service.experiment.MetricObservation(
                observation.getMetricName(),
                observation.getValue(),
                observation.hasStep() ? observation.getStep() : null,
                observation.hasTimestamp() ? ProtoTimes.instant(observation.getTimestamp()) : null);
    }

    static ComparedValue row(ComponentSearch.Row row) {
        return ComparedValue.newBuilder()
                .setName(row.name())
                .addAllValues(row.values().stream()
                        .map(value -> value == null ? ParameterValue.getDefaultInstance() : value(value))
                        .toList())
                .setDiffers(row.differs())
                .build();
    }

    private static MetricSummary summary(dev.atelier.autopilot.service.experiment.MetricSummary summary) {
        return MetricSummary.newBuilder()
                .setMetricName(summary.metricName())
                .setCount(summary.count())
                .setMin(summary.min())
                .setMax(summary.max())
                .setAvg(summary.avg())
                .setStdDev(summary.stdDev())
                .setLast(summary.last())
                .setTimestamp(ProtoTimes.timestamp(summary.timestamp()))
                .build();
    }

    private static ParameterValue value(Object value) {
        return value instanceof Number number
                ? ParameterValue.newBuilder()
                        .setNumberValue(number.doubleValue())
                        .build()
                : ParameterValue.newBuilder().setStringValue(value.toString()).build();
    }

    /** A value with neither is refused by the record. */
    private static dev.atelier.autopilot.service.experiment.ParameterValue value(ParameterValue value) {
        return new dev.atelier.autopilot.service.experiment.ParameterValue(
                value.hasNumberValue() ? value.getNumberValue() : null,
                value.hasStringValue() ? value.getStringValue() : null);
    }

    private static Artifact artifact(dev.atelier.autopilot.service.experiment.Artifact artifact) {
        return Artifact.newBuilder()
                .setValue(orEmpty(artifact.value()))
                .setMediaType(orEmpty(artifact.mediaType()))
                .build();
    }

    private static Map<String, dev.atelier.autopilot.service.experiment.Artifact> artifacts(
            Map<String, Artifact> messages) {
        Map<String, dev.atelier.autopilot.service.experiment.Artifact> artifacts = new TreeMap<>();
        messages.forEach((name, artifact) -> artifacts.put(
                name,
                new dev.atelier.autopilot.service.experiment.Artifact(
                        artifact.getValue(), Protos.emptyToNull(artifact.getMediaType()))));
        return artifacts;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
