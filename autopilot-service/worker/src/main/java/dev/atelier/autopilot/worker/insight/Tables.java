package dev.atelier.autopilot.worker.insight;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.job.TrialResult.MetricValue;
import java.util.List;
import java.util.Locale;

/** The tables of the page. */
final class Tables {

    private static final int MOST_CLASSES = 30;
    private static final int MOST_FEATURES = 20;

    private Tables() {}

    /**
     * All metrics.
     *
     * @param spread whether each was measured more than once
     */
    static String metrics(TrialResult result, boolean spread) {
        StringBuilder rows = new StringBuilder();
        for (MetricValue metric : result.metrics()) {
            boolean objective = metric.name().equals(result.objectiveMetric());
            rows.append("<tr%s><th scope='row'>%s%s</th><td>%s</td>%s<td class='quiet'>%s is better</td></tr>"
                    .formatted(
                            objective ? " class='objective'" : "",
                            Html.escape(metric.name()),
                            objective ? " <span class='tag'>objective</span>" : "",
                            measure(metric.value()),
                            spread ? "<td>± %s</td>".formatted(measure(metric.standardDeviation())) : "",
                            metric.higherIsBetter() ? "higher" : "lower"));
        }
        return "<table class='metrics'><thead><tr><th>Metric</th>%s<th></th></tr></thead><tbody>%s</tbody></table>"
                .formatted(spread ? "<th>Mean</th><th>Spread</th>" : "<th>Value</th>", rows);
    }

    /** The more of a class is predicted so, the darker the cell. */
    static String confusion(List<String> classes, List<List<Integer>> counts) {
        if (classes.size() > MOST_CLASSES) {
            return "<p>The matrix of %d classes is in insights.json.</p>".formatted(classes.size());
        }
        StringBuilder table = new StringBuilder("<div class='wide'><table class='confusion'><thead><tr><th></th>");
        classes.forEach(name ->
                table.append("<th scope='col'>").append(Html.escape(name)).append("</th>"));
        table.append("</tr></thead><tbody>");
        for (int i = 0; i < classes.size(); i++) {
            long sum = counts.get(i).stream().mapToLong(Integer::longValue).sum();
            table.append("<tr><th scope='row'>")
                    .append(Html.escape(classes.get(i)))
                    .append("</th>");
            for (int j = 0; j < classes.size(); j++) {
                double share = sum == 0 ? 0 : (double) counts.get(i).get(j) / sum;
                table.append(String.format(
                        Locale.ROOT,
                        "<td style='background:rgba(%s,%.2f);color:%s'><b>%,d</b><br/>%s</td>",
                        i == j ? "0,114,178" : "213,94,0",
                        share,
                        share > 0.6 ? "#fff" : "#1c2733",
                        counts.get(i).get(j),
                        Charts.percent(share)));
            }
            table.append("</tr>");
        }
        return table.append("</tbody></table></div>").toString();
    }

    /** How much each feature matters, as bars with their spread. */
    static String importance(JsonNode explanation) {
        JsonNode features = explanation.path("permutation").path("features");
        double most = 0;
        for (JsonNode feature : features) {
            most = Math.max(most, feature.path("importance").asDouble());
        }
        StringBuilder rows = new StringBuilder();
        int shown = 0;
        for (JsonNode feature : features) {
            if (shown++ == MOST_FEATURES) {
                break;
            }
            double value = feature.path("importance").asDouble();
            rows.append(String.format(
                    Locale.ROOT,
                    "<tr><th scope='row'>%s</th><td class='bar'><span style='width:%.1f%%'></span></td><td>%s</td><td>± %s</td></tr>",
                    Html.escape(feature.path("feature").asText()),
                    most <= 0 ? 0 : Math.max(0, 100 * value / most),
                    measure(value),
                    measure(feature.path("standardDeviation").asDouble())));
        }
        String more = features.size() > MOST_FEATURES
                ? "<p class='quiet'>%d more are in explanation.json.</p>".formatted(features.size() - MOST_FEATURES)
                : "";
        return "<table class='importance'><tbody>%s</tbody></table>%s".formatted(rows, more);
    }

    /** With four decimals, so that figures below each other can be compared. */
    static String measure(double value) {
        return Math.abs(value) >= 1000 ? Svg.number(value) : String.format(Locale.ROOT, "%.4f", value);
    }
}
