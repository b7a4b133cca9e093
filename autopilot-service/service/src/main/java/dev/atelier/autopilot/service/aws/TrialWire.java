package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.experiment.Trial;
import dev.atelier.autopilot.service.experiment.TrialService;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trials, and which components belong to them. */
@ApplicationScoped
class TrialWire {
    private static final String NAME = "TrialName";
    private static final String COMPONENT = "TrialComponentName";

    private final TrialService trials;
    private final KeptDocuments kept;

    TrialWire(TrialService trials, KeptDocuments kept) {
        this.trials = trials;
        this.kept = kept;
    }

    /** It belongs to the owner of the experiment, whom a tag may have to name where several have one of that name. */
    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        Target target = Target.orAnybody(call);
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        Trial trial = trials.create(
                call.caller(),
                new TrialService.NewTrial(
                        input.text(NAME),
                        input.text("ExperimentName"),
                        target.domainId(),
                        target.userProfileName(),
                        input.optional("DisplayName").orElse(null)),
                null);
        kept.keep(trial.id(), Kept.of(tags));
        return arn(call, trial.name());
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        return describe(call, trials.get(call.caller(), null, null, call.input().text(NAME)));
    }

    /** As a search finds it, too. */
    static Map<String, @Nullable Object> describe(AwsCall call, Trial trial) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(
                Records.common(call, trial.owner(), trial.creationTime(), trial.lastModifiedTime()));
        answer.put(NAME, trial.name());
        answer.putAll(arn(call, trial.name()));
        answer.put("DisplayName", trial.displayName());
        answer.put("ExperimentName", trial.experimentName());
        answer.putAll(structure("Source", Records.source(call, trial.source())));
        return answer;
    }

    Map<String, @Nullable Object> update(AwsCall call) {
        AwsInput input = call.input();
        Trial trial = trials.update(
                call.caller(),
                null,
                null,
                input.text(NAME),
                input.optional("DisplayName").orElse(null));
        return arn(call, trial.name());
    }

    Map<String, @Nullable Object> delete(AwsCall call) {
        String name = call.input().text(NAME);
        trials.delete(call.caller(), null, null, name);
        return arn(call, name);
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        AwsInput input = call.input();
        Page<Trial> page = trials.list(
                call.caller(),
                Listings.created(call),
                new TrialService.TrialFilter(
                        null,
                        null,
                        input.optional("ExperimentName").orElse(null),
                        input.optional(COMPONENT).orElse(null)),
                call.page());
        return AwsOutput.page("TrialSummaries", page, trial -> {
            Map<String, @Nullable Object> summary =
                    new LinkedHashMap<>(Records.times(trial.creationTime(), trial.lastModifiedTime()));
            summary.put(NAME, trial.name());
            summary.putAll(arn(call, trial.name()));
            summary.put("DisplayName", trial.displayName());
            summary.putAll(structure("TrialSource", Records.source(call, trial.source())));
            return summary;
        });
    }

    Map<String, @Nullable Object> associate(AwsCall call) {
        AwsInput input = call.input();
        trials.associate(call.caller(), null, null, input.text(NAME), input.text(COMPONENT));
        return arns(call);
    }

    Map<String, @Nullable Object> disassociate(AwsCall call) {
        AwsInput input = call.input();
        trials.disassociate(call.caller(), null, null, input.text(NAME), input.text(COMPONENT));
        return arns(call);
    }

    private static Map<String, @Nullable Object> arns(AwsCall call) {
        Map<String, @Nullable Object> arns =
                new LinkedHashMap<>(arn(call, call.input().text(NAME)));
        arns.put(
                "TrialComponentArn",
                Arns.of(call, Arns.Kind.TRIAL_COMPONENT, call.input().text(COMPONENT)));
        return arns;
    }

    private static Map<String, @Nullable Object> arn(AwsCall call, String name) {
        return structure("TrialArn", Arns.of(call, Arns.Kind.TRIAL, name));
    }
}
