package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.experiment.Experiment;
import dev.atelier.autopilot.service.experiment.ExperimentService;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Experiments. */
@ApplicationScoped
class ExperimentWire {
    private static final String NAME = "ExperimentName";

    private final ExperimentService experiments;
    private final KeptDocuments kept;

    ExperimentWire(ExperimentService experiments, KeptDocuments kept) {
        this.experiments = experiments;
        this.kept = kept;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        Target target = Target.of(call);
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        Experiment experiment = experiments.create(
                call.caller(),
                new ExperimentService.NewExperiment(
                        input.text(NAME),
                        target.domainId(),
                        target.userProfileName(),
                        input.optional("DisplayName").orElse(null),
                        input.optional("Description").orElse(null)),
                null);
        kept.keep(experiment.id(), Kept.of(tags));
        return arn(call, experiment.name());
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        return describe(
                call, experiments.get(call.caller(), null, null, call.input().text(NAME)));
    }

    /** As a search finds it, too. */
    static Map<String, @Nullable Object> describe(AwsCall call, Experiment experiment) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(
                Records.common(call, experiment.owner(), experiment.creationTime(), experiment.lastModifiedTime()));
        answer.put(NAME, experiment.name());
        answer.putAll(arn(call, experiment.name()));
        answer.put("DisplayName", experiment.displayName());
        answer.put("Description", experiment.description());
        answer.putAll(structure("Source", Records.source(call, experiment.source())));
        return answer;
    }

    Map<String, @Nullable Object> update(AwsCall call) {
        AwsInput input = call.input();
        Experiment experiment = experiments.update(
                call.caller(),
                null,
                null,
                input.text(NAME),
                new ExperimentService.ExperimentChange(
                        input.optional("DisplayName").orElse(null),
                        input.optional("Description").orElse(null)));
        return arn(call, experiment.name());
    }

    Map<String, @Nullable Object> delete(AwsCall call) {
        String name = call.input().text(NAME);
        experiments.delete(call.caller(), null, null, name);
        return arn(call, name);
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<Experiment> page = experiments.list(call.caller(), Listings.created(call), call.page());
        return AwsOutput.page("ExperimentSummaries", page, experiment -> {
            Map<String, @Nullable Object> summary =
                    new LinkedHashMap<>(Records.times(experiment.creationTime(), experiment.lastModifiedTime()));
            summary.put(NAME, experiment.name());
            summary.putAll(arn(call, experiment.name()));
            summary.put("DisplayName", experiment.displayName());
            summary.putAll(structure("ExperimentSource", Records.source(call, experiment.source())));
            return summary;
        });
    }

    private static Map<String, @Nullable Object> arn(AwsCall call, String name) {
        return structure("ExperimentArn", Arns.of(call, Arns.Kind.EXPERIMENT, name));
    }
}
