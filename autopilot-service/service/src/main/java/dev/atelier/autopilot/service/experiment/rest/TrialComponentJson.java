package dev.atelier.autopilot.service.experiment.rest;

import dev.atelier.autopilot.service.experiment.Artifact;
import dev.atelier.autopilot.service.experiment.ComponentContent;
import dev.atelier.autopilot.service.experiment.ComponentQuery;
import dev.atelier.autopilot.service.experiment.ComponentStatus;
import dev.atelier.autopilot.service.experiment.MetricObservation;
import dev.atelier.autopilot.service.experiment.MetricSummary;
import dev.atelier.autopilot.service.experiment.ParameterValue;
import dev.atelier.autopilot.service.experiment.TrialComponent;
import dev.atelier.autopilot.service.experiment.TrialComponentService;
import dev.atelier.autopilot.service.support.NoNulls;
import dev.atelier.autopilot.service.usage.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A trial component as REST has it; a parameter is a string or a number. */
@RegisterForReflection
record TrialComponentJson(
        String trialComponentName,
        OwnerJson owner,
        String displayName,
        @Nullable String source,
        @Nullable ComponentStatus status,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        Map<String, Object> parameters,
        Map<String, Artifact> inputArtifacts,
        Map<String, Artifact> outputArtifacts,
        List<MetricSummary> metrics,
        Instant creationTime,
        Instant lastModifiedTime) {
    static TrialComponentJson of(TrialComponent component) {
        Map<String, Object> parameters = new TreeMap<>();
        component.parameters().forEach((name, value) -> parameters.put(name, value.value()));
        return new TrialComponentJson(
                component.name(),
                OwnerJson.of(component.owner()),
                component.displayName(),
                component.source(),
                component.status(),
                component.startTime(),
                component.endTime(),
                parameters,
                component.inputArtifacts(),
                component.outputArtifacts(),
                component.metrics(),
                component.creationTime(),
                component.lastModifiedTime());
    }

    /** A component to be made. */
    @RegisterForReflection
    record New(
            @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 120) @Nullable
            String trialComponentName,

            @Nullable String domainId,
            @Nullable String userProfileName,
            @Nullable String displayName,
            @Nullable ComponentStatus status,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            @NoNulls @Nullable Map<String, ParameterValue> parameters,
            @NoNulls @Nullable Map<String, Artifact> inputArtifacts,
            @NoNulls @Nullable Map<String, Artifact> outputArtifacts) {
        TrialComponentService.NewComponent toNewComponent() {
            return new TrialComponentService.NewComponent(
                    trialComponentName,
                    domainId,
                    userProfileName,
                    new ComponentContent(
                            displayName,
                            status,
                            startTime,
                            endTime,
                            parameters,
                            inputArtifacts,
                            outputArtifacts,
                            null,
                            null,
                            null));
        }
    }

    /** What is to change; entries of maps are merged by name. */
    @RegisterForReflection
    record Change(
            @Nullable String displayName,
            @Nullable ComponentStatus status,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            @NoNulls @Nullable Map<String, ParameterValue> parameters,
            @NoNulls @Nullable Map<String, Artifact> inputArtifacts,
            @NoNulls @Nullable Map<String, Artifact> outputArtifacts,
            @NoNulls @Nullable List<String> parametersToRemove,
            @NoNulls @Nullable List<String> inputArtifactsToRemove,
            @NoNulls @Nullable List<String> outputArtifactsToRemove) {
        ComponentContent toContent() {
            return new ComponentContent(
                    displayName,
                    status,
                    startTime,
                    endTime,
                    parameters,
                    inputArtifacts,
                    outputArtifacts,
                    parametersToRemove,
                    inputArtifactsToRemove,
                    outputArtifactsToRemove);
        }
    }

    /** Observations to append. */
    @RegisterForReflection
    record Metrics(
            @Schema(required = true, maxItems = 1000) @NoNulls @Nullable
            List<MetricObservation> metricData) {}

    /** A search. */
    @RegisterForReflection
    record Search(
            @Nullable String domainId,
            @Nullable String userProfileName,
            @NoNulls @Nullable List<ComponentQuery.Filter> filters,

            @Schema(description = "A property as in a filter; creationTime when absent.") @Nullable
            String sortBy,

            @Schema(enumeration = {"Ascending", "Descending"}) @Nullable
            String sortOrder,

            @Nullable Integer pageSize,
            @Nullable String pageToken) {}

    /** What to compare. */
    @RegisterForReflection
    record Compare(
            @Nullable String domainId,
            @Nullable String userProfileName,

            @Schema(required = true, minItems = 2, maxItems = 20) @NoNulls @Nullable
            List<String> trialComponentNames) {}
}
