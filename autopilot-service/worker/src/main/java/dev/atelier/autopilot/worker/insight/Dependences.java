package dev.atelier.autopilot.worker.insight;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.autopilot.worker.insight.Insights.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Partial dependence of the most important features: curves of numbers, bars of values. */
final class Dependences {

    private static final int MOST_FEATURES = 6;
    private static final int MOST_OUTPUTS = 5;
    private static final int MOST_VALUES = 10;

    private final JsonNode dependence;
    private final List<String> outputs;

    private Dependences(JsonNode dependence, List<String> outputs) {
        this.dependence = dependence;
        this.outputs = outputs;
    }

    /** The figures; "" when the explanation has none. */
    static String render(JsonNode explanation) {
        List<String> outputs = new ArrayList<>();
        for (JsonNode output : explanation.path("outputs")) {
            if (outputs.size() < MOST_OUTPUTS) {
                outputs.add(output.asText());
            }
        }
        StringBuilder figures = new StringBuilder();
        int shown = 0;
        for (JsonNode dependence : explanation.path("partialDependence")) {
            if (shown++ < MOST_FEATURES) {
                figures.append(new Dependences(dependence, outputs).figure());
            }
        }
        return figures.isEmpty() ? "" : "<div class='grid2'>" + figures + "</div>";
    }

    private String figure() {
        List<JsonNode> known = new ArrayList<>();
        for (JsonNode point : dependence.path("points")) {
            if (!point.path("value").isNull()) {
                known.add(point);
            }
        }
        boolean numbers = known.size() > 1 && dependence.path("type").asText().equals("numeric");
        return "<figure><h3>%s</h3>%s</figure>"
                .formatted(Html.escape(dependence.path("feature").asText()), numbers ? curve(known) : bars());
    }

    private String curve(List<JsonNode> known) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (JsonNode point : known) {
            for (int i = 0; i < outputs.size(); i++) {
                double prediction = point.path("predictions").path(i).asDouble();
                low = Math.min(low, prediction);
                high = Math.max(high, prediction);
            }
        }
        double margin = high > low ? (high - low) * 0.08 : Math.max(1e-6, Math.abs(high) * 0.05);
        Svg chart = new Svg(
                dependence.path("feature").asText(),
                "Mean prediction",
                value(known.getFirst()),
                value(known.getLast()),
                low - margin,
                high + margin);
        for (int i = 0; i < outputs.size(); i++) {
            int output = i;
            chart.line(
                    known.stream()
                            .map(point -> new Point(
                                    value(point),
                                    point.path("predictions").path(output).asDouble()))
                            .toList(),
                    Svg.COLOURS.get(i % Svg.COLOURS.size()));
        }
        return chart.render("Mean prediction by " + dependence.path("feature").asText()) + legend();
    }

    private String legend() {
        if (outputs.size() < 2) {
            return "";
        }
        StringBuilder legend = new StringBuilder("<ul class='legend'>");
        for (int i = 0; i < outputs.size(); i++) {
            legend.append("<li><span style='background:%s'></span>%s</li>"
                    .formatted(Svg.COLOURS.get(i % Svg.COLOURS.size()), Html.escape(outputs.get(i))));
        }
        return legend.append("</ul>").toString();
    }

    /** Values of text, and numbers of which only one is known: one row each. */
    private String bars() {
        double most = 0;
        for (JsonNode point : dependence.path("points")) {
            most = Math.max(most, Math.abs(point.path("predictions").path(0).asDouble()));
        }
        StringBuilder rows = new StringBuilder();
        int shown = 0;
        for (JsonNode point : dependence.path("points")) {
            if (shown++ == MOST_VALUES) {
                break;
            }
            rows.append("<tr><th scope='row'>")
                    .append(
                            point.path("value").isNull()
                                    ? "missing"
                                    : Html.escape(point.path("value").asText()))
                    .append("</th>");
            if (outputs.size() == 1) {
                double prediction = point.path("predictions").path(0).asDouble();
                rows.append(String.format(
                        Locale.ROOT,
                        "<td class='bar'><span style='width:%.1f%%'></span></td>",
                        most <= 0 ? 0 : 100 * Math.abs(prediction) / most));
            }
            for (int i = 0; i < outputs.size(); i++) {
                rows.append("<td>%s</td>"
                        .formatted(
                                Tables.measure(point.path("predictions").path(i).asDouble())));
            }
            rows.append(String.format(
                    Locale.ROOT,
                    "<td class='quiet'>%,d rows</td></tr>",
                    point.path("rows").asLong()));
        }
        StringBuilder head = new StringBuilder();
        if (outputs.size() > 1) {
            head.append("<thead><tr><th></th>");
            outputs.forEach(
                    output -> head.append("<th>").append(Html.escape(output)).append("</th>"));
            head.append("<th></th></tr></thead>");
        }
        return "<table class='importance values'>%s<tbody>%s</tbody></table>".formatted(head, rows);
    }

    private static double value(JsonNode point) {
        return Double.parseDouble(point.path("value").asText());
    }
}
