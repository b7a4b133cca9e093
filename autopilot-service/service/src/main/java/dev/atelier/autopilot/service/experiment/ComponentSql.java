package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.experiment.ComponentProperty.Metric;
import dev.atelier.autopilot.service.experiment.ComponentProperty.Parameter;
import dev.atelier.autopilot.service.experiment.ComponentProperty.Parent;
import dev.atelier.autopilot.service.experiment.ComponentProperty.Text;
import dev.atelier.autopilot.service.experiment.ComponentProperty.Time;
import dev.atelier.autopilot.service.experiment.ComponentQuery.Filter;
import dev.atelier.autopilot.service.experiment.ComponentQuery.Operator;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a {@link ComponentQuery} as SQL. What callers gave is only ever a bound value. */
final class ComponentSql {
    private static final String NUMBER = "[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?";

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** The values to bind, by name. */
    Map<String, Object> values() {
        return values;
    }

    /** The conditions, beginning with "and"; empty without filters. */
    String where(List<Filter> filters) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < filters.size(); i++) {
            sql.append(" and ").append(condition("filters[%d]".formatted(i), filters.get(i)));
        }
        return sql.toString();
    }

    /** The order, ending with the identifier so that it is total. */
    String order(@Nullable String sortBy, boolean ascending) {
        String direction = (ascending ? " asc" : " desc") + " nulls last";
        ComponentProperty property = ComponentProperty.of("sortBy", sortBy == null ? "creationTime" : sortBy);
        List<String> keys = switch (property) {
            case Text text -> List.of(text.column());
            case Time time -> List.of(time.column());
            case Metric metric -> List.of(number(metric));
            case Parameter parameter -> List.of(numeric(bind(parameter.name())), text(bind(parameter.name())));
            case Parent _ ->
                throw AtelierException.invalid(
                        "sortBy", "cannot be a trial or experiment: a component may have several");
        };
        return String.join(", ", keys.stream().map(key -> key + direction).toList()) + ", c.component_id desc";
    }

    private String condition(String field, Filter filter) {
        ComponentProperty property = ComponentProperty.of(field + ".name", filter.name());
        Operator operator = filter.operator() == null ? Operator.EQUALS : filter.operator();
        if (operator == Operator.EXISTS) {
            return presence(property);
        }
        if (operator == Operator.NOT_EXISTS) {
            return "not " + presence(property);
        }
        String value = filter.value();
        if (value == null) {
            throw AtelierException.invalid(field + ".value", "is required for " + operator.label());
        }
        return switch (property) {
            case Text text -> textual(text.column(), operator, value);
            case Parent parent -> parent(parent, operator, value);
            case Time time -> compared(field, time.column(), operator, instant(field, value), "timestamptz");
            case Metric metric -> compared(field, number(metric), operator, number(field, value), "double precision");
            case Parameter parameter -> parameter(parameter, operator, value);
        };
    }

    private String presence(ComponentProperty property) {
        return switch (property) {
            case Text text -> "(%s is not null)".formatted(text.column());
            case Time time -> "(%s is not null)".formatted(time.column());
            case Metric metric -> "(%s is not null)".formatted(number(metric));
            case Parameter parameter -> "(%s is not null)".formatted(text(bind(parameter.name())));
            case Parent _ -> "exists (select 1 from trial_association a where a.component_id = c.component_id)";
        };
    }

    private String parent(Parent parent, Operator operator, String value) {
        boolean negated = operator == Operator.NOT_EQUALS;
        return "%sexists (select 1 from trial_association a join trial t using (trial_id) join experiment e using (experiment_id) where a.component_id = c.component_id and %s)"
                .formatted(
                        negated ? "not " : "", textual(parent.column(), negated ? Operator.EQUALS : operator, value));
    }

    /** Numbers are compared as numbers where both sides are some, else texts. */
    private String parameter(Parameter parameter, Operator operator, String value) {
        String name = bind(parameter.name());
        if (operator == Operator.CONTAINS || operator == Operator.IN || !value.matches(NUMBER)) {
            return textual(text(name), operator, value);
        }
        return "(%s %s cast(:%s as double precision))"
                .formatted(numeric(name), operator.sql(), bind(Double.parseDouble(value)));
    }

    private String textual(String expression, Operator operator, String value) {
        return switch (operator) {
            case CONTAINS -> "(strpos(lower(%s), lower(:%s)) > 0)".formatted(expression, bind(value));
            case IN -> {
                List<String> names = new ArrayList<>();
                for (String one : value.split(",", -1)) {
                    names.add(":" + bind(one.strip()));
                }
                yield "(%s in (%s))".formatted(expression, String.join(", ", names));
            }
            default -> "(%s %s :%s)".formatted(expression, operator.sql(), bind(value));
        };
    }

    private String compared(String field, String expression, Operator operator, Object value, String type) {
        if (operator == Operator.CONTAINS || operator == Operator.IN) {
            throw AtelierException.invalid(field + ".operator", operator.label() + " is for texts only");
        }
        return "(%s %s cast(:%s as %s))".formatted(expression, operator.sql(), bind(value), type);
    }

    private String number(Metric metric) {
        return "(select s.%s from trial_metric_summary s where s.component_id = c.component_id and s.metric_name = :%s)"
                .formatted(metric.column(), bind(metric.name()));
    }

    private static String text(String name) {
        return "jsonb_extract_path_text(c.parameters, :%s)".formatted(name);
    }

    private static String numeric(String name) {
        return "(case when jsonb_typeof(jsonb_extract_path(c.parameters, :%1$s)) = 'number' then cast(jsonb_extract_path_text(c.parameters, :%1$s) as double precision) end)"
                .formatted(name);
    }

    private String bind(Object value) {
        String name = "v" + values.size();
        values.put(name, value);
        return name;
    }

    private static Instant instant(String field, String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException _) {
            throw AtelierException.invalid(field + ".value", "must be a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static double number(String field, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw AtelierException.invalid(field + ".value", "must be a number");
        }
    }
}
