package dev.atelier.autopilot.service.aws;

import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.experiment.Artifact;
import dev.atelier.autopilot.service.experiment.ComponentContent;
import dev.atelier.autopilot.service.experiment.ComponentQuery;
import dev.atelier.autopilot.service.experiment.ComponentQuery.Operator;
import dev.atelier.autopilot.service.experiment.ComponentSearch;
import dev.atelier.autopilot.service.experiment.ComponentStatus;
import dev.atelier.autopilot.service.experiment.MetricObservation;
import dev.atelier.autopilot.service.experiment.ParameterValue;
import dev.atelier.autopilot.service.experiment.TrialComponent;
import dev.atelier.autopilot.service.experiment.TrialComponentService;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trial components and their metrics. */
@ApplicationScoped
class TrialComponentWire {
    private static final String NAME = "TrialComponentName";
    private static final int MOST_METRICS = 10;

    private final TrialComponentService components;
    private final ComponentSearch search;
    private final KeptDocuments kept;

    TrialComponentWire(TrialComponentService components, ComponentSearch search, KeptDocuments kept) {
        this.components = components;
        this.search = search;
        this.kept = kept;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        Target target = Target.of(call);
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        TrialComponent component = components.create(
                call.caller(),
                new TrialComponentService.NewComponent(
                        input.text(NAME), target.domainId(), target.userProfileName(), content(input)),
                null);
        kept.keep(component.id(), Kept.of(tags));
        return ComponentRecords.arn(call, component.name());
    }

    /** By its name or its ARN. */
    Map<String, @Nullable Object> describe(AwsCall call) {
        String named = call.input().text(NAME);
        String name = named.startsWith("arn:")
                ? Arns.read("trialComponentName", named).name()
                : named;
        return ComponentRecords.describe(call, components.get(call.caller(), null, null, name));
    }

    Map<String, @Nullable Object> update(AwsCall call) {
        AwsInput input = call.input();
        TrialComponent component = components.update(call.caller(), null, null, input.text(NAME), content(input));
        return ComponentRecords.arn(call, component.name());
    }

    Map<String, @Nullable Object> delete(AwsCall call) {
        String name = call.input().text(NAME);
        components.delete(call.caller(), null, null, name);
        return ComponentRecords.arn(call, name);
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        AwsInput input = call.input();
        List<ComponentQuery.Filter> filters = new ArrayList<>();
        input.optional("ExperimentName")
                .ifPresent(name -> filters.add(filter("experimentName", Operator.EQUALS, name)));
        input.optional("TrialName").ifPresent(name -> filters.add(filter("trialName", Operator.EQUALS, name)));
        input.optional("SourceArn").ifPresent(arn -> {
            Arns.Named source = Arns.read("sourceArn", arn);
            filters.add(filter("source", Operator.CONTAINS, "automl-job/" + source.name() + "/"));
        });
        time(filters, Operator.GREATER_THAN, input.time("CreatedAfter"));
        time(filters, Operator.LESS_THAN, input.time("CreatedBefore"));
        Page<TrialComponent> page = search.search(
                call.caller(),
                new ComponentQuery(
                        null,
                        null,
                        filters,
                        input.oneOf("SortBy", "Name", "CreationTime")
                                .filter("Name"::equals)
                                .map(_ -> "trialComponentName")
                                .orElse("creationTime"),
                        input.oneOf("SortOrder", "Ascending", "Descending")
                                .filter("Ascending"::equals)
                                .isPresent()),
                call.page());
        return AwsOutput.page("TrialComponentSummaries", page, component -> ComponentRecords.summary(call, component));
    }

    private static void time(List<ComponentQuery.Filter> filters, Operator operator, @Nullable Instant time) {
        if (time != null) {
            filters.add(filter("creationTime", operator, time.toString()));
        }
    }

    private static ComponentQuery.Filter filter(String name, Operator operator, String value) {
        return new ComponentQuery.Filter(name, operator, value);
    }

    /** {@code sagemaker-metrics}: all observations of a request are taken, or none. */
    Map<String, @Nullable Object> putMetrics(AwsCall call) {
        AwsInput input = call.input();
        List<AwsInput> data = input.structures("MetricData");
        if (data.size() > MOST_METRICS) {
            throw AwsException.validation("metricData", "Member must have length less than or equal to 10");
        }
        components.putMetrics(
                call.caller(),
                null,
                null,
                input.text(NAME),
                data.stream()
                        .map(metric -> new MetricObservation(
                                metric.text("MetricName"),
                                metric.decimal("Value"),
                                metric.number("Step"),
                                metric.time("Timestamp")))
                        .toList());
        return Map.of();
    }

    private static ComponentContent content(AwsInput input) {
        return new ComponentContent(
                input.optional("DisplayName").orElse(null),
                input.structure("Status")
                        .map(status -> new ComponentStatus(
                                status.optional("PrimaryStatus").orElse(null),
                                status.optional("Message").orElse(null)))
                        .orElse(null),
                input.time("StartTime"),
                input.time("EndTime"),
                map(input, "Parameters", TrialComponentWire::parameter),
                map(input, "InputArtifacts", TrialComponentWire::artifact),
                map(input, "OutputArtifacts", TrialComponentWire::artifact),
                input.texts("ParametersToRemove"),
                input.texts("InputArtifactsToRemove"),
                input.texts("OutputArtifactsToRemove"));
    }

    private static <V> Map<String, V> map(AwsInput input, String member, Function<AwsInput, V> value) {
        Map<String, V> values = new LinkedHashMap<>();
        input.structuresByKey(member).forEach((name, given) -> values.put(name, value.apply(given)));
        return values;
    }

    private static ParameterValue parameter(AwsInput value) {
        return new ParameterValue(
                value.decimal("NumberValue"), value.optional("StringValue").orElse(null));
    }

    private static Artifact artifact(AwsInput value) {
        return new Artifact(value.text("Value"), value.optional("MediaType").orElse(null));
    }
}
