package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.experiment.Experiment;
import dev.atelier.autopilot.service.experiment.ExperimentService;
import dev.atelier.autopilot.service.experiment.Trial;
import dev.atelier.autopilot.service.experiment.TrialComponent;
import dev.atelier.autopilot.service.experiment.TrialComponentService;
import dev.atelier.autopilot.service.experiment.TrialService;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.autopilot.service.model.EndpointConfig;
import dev.atelier.autopilot.service.model.EndpointConfigService;
import dev.atelier.autopilot.service.model.Model;
import dev.atelier.autopilot.service.model.ModelService;
import dev.atelier.autopilot.service.monitor.JobDefinition;
import dev.atelier.autopilot.service.monitor.JobDefinitions;
import dev.atelier.autopilot.service.monitor.MonitorService;
import dev.atelier.autopilot.service.monitor.MonitoringType;
import dev.atelier.autopilot.service.monitor.Schedule;
import dev.atelier.autopilot.service.transform.Transform;
import dev.atelier.autopilot.service.transform.TransformService;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsOutput;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tags of whatever Autopilot has. */
@ApplicationScoped
class TagWire {
    private final JobService jobs;
    private final ModelService models;
    private final EndpointConfigService configs;
    private final EndpointService endpoints;
    private final TransformService transforms;
    private final MonitorService monitors;
    private final JobDefinitions definitions;
    private final ExperimentService experiments;
    private final TrialService trials;
    private final TrialComponentService components;
    private final KeptDocuments kept;

    TagWire(
            JobService jobs,
            ModelService models,
            EndpointConfigService configs,
            EndpointService endpoints,
            TransformService transforms,
            MonitorService monitors,
            JobDefinitions definitions,
            ExperimentService experiments,
            TrialService trials,
            TrialComponentService components,
            KeptDocuments kept) {
        this.jobs = jobs;
        this.models = models;
        this.configs = configs;
        this.endpoints = endpoints;
        this.transforms = transforms;
        this.monitors = monitors;
        this.definitions = definitions;
        this.experiments = experiments;
        this.trials = trials;
        this.components = components;
        this.kept = kept;
    }

    private record Tagged(String id, Owner owner) {}

    Map<String, @Nullable Object> add(AwsCall call) {
        Map<String, String> added = call.input().tags();
        return structure("Tags", AwsOutput.tags(change(call, before -> {
            Map<String, String> after = new HashMap<>(before);
            after.putAll(added);
            return after;
        })));
    }

    Map<String, @Nullable Object> delete(AwsCall call) {
        List<String> keys = call.input().texts("TagKeys");
        change(call, before -> {
            Map<String, String> after = new HashMap<>(before);
            keys.forEach(after::remove);
            return after;
        });
        return Map.of();
    }

    /** There are 50 at most, so there is one page. */
    Map<String, @Nullable Object> list(AwsCall call) {
        return structure("Tags", AwsOutput.tags(kept.find(tagged(call).id()).tags()));
    }

    private Map<String, String> change(AwsCall call, UnaryOperator<Map<String, String>> change) {
        Tagged tagged = tagged(call);
        return kept.tag(call.caller(), tagged.owner(), tagged.id(), change);
    }

    private Tagged tagged(AwsCall call) {
        Caller caller = call.caller();
        Arns.Named named = Arns.read("resourceArn", call.input().text("ResourceArn"));
        return switch (named.kind()) {
            case AUTO_ML_JOB -> {
                AutoMLJob job = jobs.visible(caller, named.name());
                yield new Tagged(job.id(), job.owner());
            }
            case MODEL -> {
                Model model = models.get(caller, named.name());
                yield new Tagged(model.id(), model.owner());
            }
            case ENDPOINT_CONFIG -> {
                EndpointConfig config = configs.get(caller, named.name());
                yield new Tagged(config.id(), config.owner());
            }
            case ENDPOINT -> {
                Endpoint endpoint = endpoints.get(caller, named.name());
                yield new Tagged(endpoint.id(), endpoint.owner());
            }
            case TRANSFORM_JOB -> {
                Transform transform = transforms.get(caller, named.name());
                yield new Tagged(transform.id(), transform.owner());
            }
            case MONITORING_SCHEDULE -> {
                Schedule schedule = monitors.get(caller, named.name());
                yield new Tagged(schedule.id(), schedule.owner());
            }
            case DATA_QUALITY_JOB_DEFINITION -> tagged(caller, MonitoringType.DATA_QUALITY, named.name());
            case MODEL_QUALITY_JOB_DEFINITION -> tagged(caller, MonitoringType.MODEL_QUALITY, named.name());
            case EXPERIMENT -> {
                Experiment experiment = experiments.get(caller, null, null, named.name());
                yield new Tagged(experiment.id(), experiment.owner());
            }
            case TRIAL -> {
                Trial trial = trials.get(caller, null, null, named.name());
                yield new Tagged(trial.id(), trial.owner());
            }
            case TRIAL_COMPONENT -> {
                TrialComponent component = components.get(caller, null, null, named.name());
                yield new Tagged(component.id(), component.owner());
            }
        };
    }

    private Tagged tagged(Caller caller, MonitoringType type, String name) {
        JobDefinition definition = definitions.get(caller, type, name);
        return new Tagged(definition.id(), definition.owner());
    }
}
