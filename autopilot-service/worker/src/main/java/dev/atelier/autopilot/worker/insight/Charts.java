package dev.atelier.autopilot.worker.insight;

import dev.atelier.autopilot.worker.insight.Insights.Bar;
import dev.atelier.autopilot.worker.insight.Insights.Bin;
import dev.atelier.autopilot.worker.insight.Insights.Calibration;
import dev.atelier.autopilot.worker.insight.Insights.Curve;
import dev.atelier.autopilot.worker.insight.Insights.Point;
import dev.atelier.autopilot.worker.insight.Insights.Residuals;
import java.util.List;
import java.util.Locale;

/** The figures of the page, each a chart with a title, a legend where there is more than one curve, and a sentence on how to read it. */
final class Charts {

    private static final double BIGGEST_DOT = 11;
    private static final double SMALLEST_DOT = 3.5;

    private Charts() {}

    static String roc(List<Curve> curves) {
        Svg chart = new Svg("False positive rate", "True positive rate", 0, 1, 0, 1).reference(0, 0, 1, 1);
        for (int i = 0; i < curves.size(); i++) {
            chart.line(curves.get(i).points(), colour(i));
        }
        return figure(
                "ROC curve",
                chart.render("ROC curve"),
                legend(curves, "AUC"),
                "Each point is a threshold: how many of the positive rows are found, against how many of the others are taken for positive. "
                        + "The dashed line is guessing.");
    }

    static String precisionRecall(List<Curve> curves) {
        Svg chart = new Svg("Recall", "Precision", 0, 1, 0, 1);
        if (curves.size() == 1) {
            chart.reference(0, curves.getFirst().share(), 1, curves.getFirst().share());
        }
        for (int i = 0; i < curves.size(); i++) {
            chart.line(curves.get(i).points(), colour(i));
        }
        String guess = curves.size() == 1 ? " The dashed line is guessing." : "";
        return figure(
                "Precision and recall",
                chart.render("Precision by recall"),
                legend(curves, "average precision"),
                "How many of the rows that are called positive really are, against how many of the positive rows are found."
                        + guess);
    }

    static String calibration(Calibration calibration, boolean binary) {
        Svg chart = new Svg(
                        binary ? "Predicted probability" : "Probability of the predicted class",
                        binary ? "Share that is positive" : "Share that is right",
                        0,
                        1,
                        0,
                        1)
                .reference(0, 0, 1, 1);
        int most = calibration.bins().stream().mapToInt(Bin::count).max().orElse(1);
        chart.line(
                calibration.bins().stream()
                        .map(bin -> new Point(bin.probability(), bin.share()))
                        .toList(),
                colour(0));
        for (Bin bin : calibration.bins()) {
            chart.dot(
                    bin.probability(),
                    bin.share(),
                    Math.max(SMALLEST_DOT, BIGGEST_DOT * Math.sqrt((double) bin.count() / most)),
                    colour(0),
                    0.75);
        }
        return figure(
                "Calibration",
                chart.render("Observed share by predicted probability"),
                "",
                "On the dashed line, of the rows that are given 70 %% really 70 %% are so. The larger a dot, the more rows. Probabilities are off by %s on average."
                        .formatted(percent(calibration.expectedError())));
    }

    static String predictedAndActual(Residuals residuals, String target) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Point point : residuals.sample()) {
            low = Math.min(low, Math.min(point.x(), point.y()));
            high = Math.max(high, Math.max(point.x(), point.y()));
        }
        Svg chart =
                new Svg("Predicted " + target, "True " + target, low, high, low, high).reference(low, low, high, high);
        residuals.sample().forEach(point -> chart.dot(point.x(), point.y(), 2.5, colour(0), 0.45));
        return figure(
                "Predicted and true values",
                chart.render("True by predicted value"),
                "",
                "A sample of %d rows. The nearer to the dashed line, the better."
                        .formatted(residuals.sample().size()));
    }

    static String residuals(Residuals residuals) {
        List<Bar> bars = residuals.histogram();
        int most = bars.stream().mapToInt(Bar::count).max().orElse(1);
        Svg chart = new Svg(
                "True value minus prediction",
                "Rows",
                bars.getFirst().from(),
                bars.getLast().to(),
                0,
                most * 1.05);
        bars.forEach(bar -> chart.bar(bar.from(), bar.to(), bar.count(), colour(0)));
        chart.reference(0, 0, 0, most * 1.05);
        List<Double> quantiles = residuals.quantiles();
        return figure(
                "Residuals",
                chart.render("Histogram of residuals"),
                "",
                "Half of the errors lie between %s and %s, nine tenths between %s and %s. The outer bars hold what lies beyond."
                        .formatted(
                                Svg.number(quantiles.get(1)),
                                Svg.number(quantiles.get(3)),
                                Svg.number(quantiles.get(0)),
                                Svg.number(quantiles.get(4))));
    }

    private static String legend(List<Curve> curves, String measure) {
        StringBuilder legend = new StringBuilder("<ul class='legend'>");
        for (int i = 0; i < curves.size(); i++) {
            legend.append(String.format(
                    Locale.ROOT,
                    "<li><span style='background:%s'></span>%s: %s %.4f</li>",
                    colour(i),
                    Html.escape(curves.get(i).label()),
                    measure,
                    curves.get(i).area()));
        }
        return legend.append("</ul>").toString();
    }

    private static String figure(String title, String chart, String legend, String note) {
        return "<figure><h3>%s</h3>%s%s<figcaption>%s</figcaption></figure>".formatted(title, chart, legend, note);
    }

    private static String colour(int i) {
        return Svg.COLOURS.get(i % Svg.COLOURS.size());
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
