package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.experiment.ComponentQuery;
import dev.atelier.autopilot.service.experiment.ComponentQuery.Operator;
import dev.atelier.autopilot.service.experiment.ComponentSearch;
import dev.atelier.autopilot.service.experiment.Experiment;
import dev.atelier.autopilot.service.experiment.ExperimentService;
import dev.atelier.autopilot.service.experiment.Trial;
import dev.atelier.autopilot.service.experiment.TrialService;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Searches experiments, trials and trial components; all filters of a search hold. */
@ApplicationScoped
class SearchWire {
    private static final Map<String, String> PROPERTIES = Map.of(
            "TrialComponentName", "trialComponentName",
            "DisplayName", "displayName",
            "Status.PrimaryStatus", "status",
            "CreationTime", "creationTime",
            "StartTime", "startTime",
            "EndTime", "endTime",
            "LastModifiedTime", "lastModifiedTime",
            "Parents.ExperimentName", "experimentName",
            "Parents.TrialName", "trialName");

    private final ExperimentService experiments;
    private final TrialService trials;
    private final ComponentSearch components;

    SearchWire(ExperimentService experiments, TrialService trials, ComponentSearch components) {
        this.experiments = experiments;
        this.trials = trials;
        this.components = components;
    }

    /** A condition of a search. */
    record Filter(String name, Operator operator, String value) {}

    Map<String, @Nullable Object> search(AwsCall call) {
        AwsInput input = call.input();
        List<Filter> filters = filters(input);
        return switch (input.text("Resource")) {
            case "ExperimentTrialComponent" ->
                results(
                        components.search(call.caller(), query(input, filters), call.page()),
                        "TrialComponent",
                        component -> ComponentRecords.describe(call, component));
            case "Experiment" -> {
                NamedSearch named = NamedSearch.of("ExperimentName", input, filters);
                Page<Experiment> page = experiments.list(call.caller(), named.listing(), call.page());
                yield results(page, "Experiment", experiment -> ExperimentWire.describe(call, experiment));
            }
            case "ExperimentTrial" -> {
                NamedSearch named = NamedSearch.of("TrialName", input, filters, "ExperimentName");
                Page<Trial> page = trials.list(
                        call.caller(),
                        named.listing(),
                        new TrialService.TrialFilter(null, null, named.parent(), null),
                        call.page());
                yield results(page, "Trial", trial -> TrialWire.describe(call, trial));
            }
            default ->
                throw AwsException.unsupported(
                        "A Resource other than Experiment, ExperimentTrial and ExperimentTrialComponent");
        };
    }

    private static <T> Map<String, @Nullable Object> results(
            Page<T> page, String member, Function<T, Map<String, @Nullable Object>> render) {
        return AwsOutput.page("Results", page, item -> structure(member, render.apply(item)));
    }

    private static List<Filter> filters(AwsInput input) {
        List<Filter> filters = new ArrayList<>();
        input.structure("SearchExpression").ifPresent(expression -> {
            expression.refuse("SubExpressions");
            List<AwsInput> given = new ArrayList<>(expression.structures("Filters"));
            expression.structures("NestedFilters").forEach(nested -> given.addAll(nested.structures("Filters")));
            if (given.size() > 1
                    && expression
                            .oneOf("Operator", "And", "Or")
                            .filter("Or"::equals)
                            .isPresent()) {
                throw AwsException.unsupported("The Operator Or");
            }
            given.forEach(filter -> {
                String value = filter.optional("Value").orElse("");
                filters.add(new Filter(
                        filter.text("Name"),
                        filter.optional("Operator").map(Operator::ofLabel).orElse(Operator.EQUALS),
                        value));
            });
        });
        return filters;
    }

    private static ComponentQuery query(AwsInput input, List<Filter> filters) {
        return new ComponentQuery(
                null,
                null,
                filters.stream()
                        .map(filter ->
                                new ComponentQuery.Filter(property(filter.name()), filter.operator(), filter.value()))
                        .toList(),
                input.optional("SortBy").map(SearchWire::property).orElse("creationTime"),
                input.oneOf("SortOrder", "Ascending", "Descending")
                        .filter("Ascending"::equals)
                        .isPresent());
    }

    /** The name that the operation layer gives a property, for example {@code metrics.auc.max} for {@code Metrics.auc.Max}. */
    private static String property(String name) {
        String known = PROPERTIES.get(name);
        if (known != null) {
            return known;
        }
        String lower = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        if (lower.startsWith("parameters.")) {
            return lower;
        }
        if (lower.startsWith("metrics.")) {
            int last = lower.lastIndexOf('.');
            return lower.substring(0, last + 1) + statistic(lower.substring(last + 1));
        }
        throw AwsException.unsupported("The property " + name);
    }

    private static String statistic(String name) {
        return switch (name) {
            case "Last", "Min", "Max", "Avg", "Count" -> Character.toLowerCase(name.charAt(0)) + name.substring(1);
            default -> name;
        };
    }
}
