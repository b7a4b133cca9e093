package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.autopilot.service.support.ResourceName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about a trial component, to be merged into what is known: an entry of a map replaces the one of the same
 * name. Null leaves it as it is. Limits are SageMaker's.
 */
public record ComponentContent(
        @Nullable String displayName,
        @Nullable ComponentStatus status,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        @Nullable Map<String, ParameterValue> parameters,
        @Nullable Map<String, Artifact> inputArtifacts,
        @Nullable Map<String, Artifact> outputArtifacts,
        @Nullable List<String> parametersToRemove,
        @Nullable List<String> inputArtifactsToRemove,
        @Nullable List<String> outputArtifactsToRemove) {
    private static final int MAX_PARAMETERS = 300;
    private static final int MAX_PARAMETER_NAME = 320;
    private static final int MAX_PARAMETER_TEXT = 2500;
    private static final int MAX_ARTIFACTS = 60;
    private static final int MAX_ARTIFACT_NAME = 128;
    private static final int MAX_ARTIFACT_VALUE = 2048;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[-\\w]+/[-\\w+.]+");
    private static final int MAX_MEDIA_TYPE = 64;

    void mergeInto(TrialComponentEntity entity) {
        List<FieldViolation> violations = new ArrayList<>();
        if (displayName != null) {
            entity.displayName = ResourceName.check("displayName", displayName, ExperimentService.MAX_NAME);
        }
        if (status != null) {
            entity.status(status.checked());
        }
        if (startTime != null) {
            entity.startTime = startTime.truncatedTo(ChronoUnit.MICROS);
        }
        if (endTime != null) {
            entity.endTime = endTime.truncatedTo(ChronoUnit.MICROS);
        }
        entity.parameters = merged("parameters", entity.parameters, parameters, parametersToRemove, violations);
        entity.inputArtifacts =
                merged("inputArtifacts", entity.inputArtifacts, inputArtifacts, inputArtifactsToRemove, violations);
        entity.outputArtifacts =
                merged("outputArtifacts", entity.outputArtifacts, outputArtifacts, outputArtifactsToRemove, violations);
        limit("parameters", entity.parameters, MAX_PARAMETERS, MAX_PARAMETER_NAME, violations);
        limit("inputArtifacts", entity.inputArtifacts, MAX_ARTIFACTS, MAX_ARTIFACT_NAME, violations);
        limit("outputArtifacts", entity.outputArtifacts, MAX_ARTIFACTS, MAX_ARTIFACT_NAME, violations);
        checkParameters(entity.parameters, violations);
        checkArtifacts("inputArtifacts", entity.inputArtifacts, violations);
        checkArtifacts("outputArtifacts", entity.outputArtifacts, violations);
        if (entity.startTime != null && entity.endTime != null && entity.endTime.isBefore(entity.startTime)) {
            violations.add(new FieldViolation("endTime", "is before startTime"));
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }

    private static <V> Map<String, V> merged(
            String field,
            Map<String, V> known,
            @Nullable Map<String, V> added,
            @Nullable List<String> removed,
            List<FieldViolation> violations) {
        Map<String, V> all = new TreeMap<>(known);
        if (removed != null) {
            all.keySet().removeAll(removed);
        }
        if (added != null) {
            added.forEach((name, value) -> {
                if (value == null) {
                    violations.add(new FieldViolation(field + "." + name, "must not be null"));
                } else {
                    all.put(name, value);
                }
            });
        }
        return all;
    }

    private static void limit(
            String field, Map<String, ?> entries, int most, int longest, List<FieldViolation> violations) {
        if (entries.size() > most) {
            violations.add(new FieldViolation(field, "must have at most %d entries".formatted(most)));
        }
        if (entries.keySet().stream().anyMatch(name -> name.isEmpty() || name.length() > longest)) {
            violations.add(new FieldViolation(field, "has a name that is not 1 to %d characters".formatted(longest)));
        }
    }

    private static void checkParameters(Map<String, ParameterValue> parameters, List<FieldViolation> violations) {
        parameters.forEach((name, value) -> {
            String text = value.text();
            if (text != null && text.length() > MAX_PARAMETER_TEXT) {
                violations.add(new FieldViolation("parameters." + name, "must be at most 2500 characters"));
            }
        });
    }

    private static void checkArtifacts(String field, Map<String, Artifact> artifacts, List<FieldViolation> violations) {
        artifacts.forEach((name, artifact) -> {
            String value = artifact.value();
            if (value == null || value.isEmpty() || value.length() > MAX_ARTIFACT_VALUE) {
                violations.add(
                        new FieldViolation("%s.%s.value".formatted(field, name), "must have 1 to 2048 characters"));
            }
            String type = artifact.mediaType();
            if (type != null
                    && (type.length() > MAX_MEDIA_TYPE
                            || !MEDIA_TYPE.matcher(type).matches())) {
                violations.add(new FieldViolation(
                        "%s.%s.mediaType".formatted(field, name), "must be a media type such as text/csv"));
            }
        });
    }
}
