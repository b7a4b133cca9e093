package dev.atelier.autopilot.worker.insight;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.profile.Profile;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The model-insights page: one HTML file that needs nothing else, no script and no network. */
final class InsightsPage {

    private static final String STYLE = """
            :root{color-scheme:light}
            body{margin:0;background:#f4f6f8;color:#1c2733;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            main{max-width:1040px;margin:0 auto;padding:28px 20px 60px}
            h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:0 0 12px}h3{font-size:15px;margin:0 0 6px}
            header p{margin:4px 0;color:#4a5a68}
            section{background:#fff;border:1px solid #dde3e8;border-radius:8px;padding:20px 22px;margin-top:18px}
            .grid2{display:grid;grid-template-columns:repeat(auto-fill,minmax(400px,1fr));gap:22px}
            figure{margin:0}figcaption{color:#4a5a68;font-size:13px}svg{width:100%;height:auto;display:block}
            svg .grid{stroke:#e6eaee}svg .frame{fill:none;stroke:#8a97a3}svg .reference{stroke:#8a97a3;stroke-dasharray:5 4}
            svg text{font:12px system-ui,sans-serif;fill:#4a5a68}svg .axis{font-size:13px;fill:#1c2733}
            .legend{list-style:none;padding:0;margin:6px 0;display:flex;flex-wrap:wrap;gap:2px 18px;font-size:13px}
            .legend span{display:inline-block;width:12px;height:12px;border-radius:2px;margin-right:6px;vertical-align:-1px}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}th{text-align:left;font-weight:600}
            .metrics td,.metrics th,.importance td,.importance th,.facts td,.facts th{padding:5px 14px 5px 0;border-bottom:1px solid #edf0f3}
            .metrics td,.metrics thead th+th{text-align:right}.objective{background:#eef6fb}.quiet{color:#6a7884;font-size:13px}
            .tag{background:#0072B2;color:#fff;border-radius:9px;padding:1px 8px;font-size:11px;margin-left:6px;font-weight:500}
            .wide{overflow-x:auto}.confusion td{padding:8px 14px;text-align:center;border:2px solid #fff;min-width:62px;font-size:13px}
            .confusion th{padding:4px 10px;font-size:13px}
            .importance{width:100%}.importance th{width:1%;white-space:nowrap;font-weight:500}.importance .bar{width:60%}
            .importance .bar span{display:block;height:13px;background:#0072B2;border-radius:2px}
            .values td{padding:3px 10px 3px 0}.values .bar{width:45%}.values th{padding:3px 10px 3px 0}
            .importance td:nth-child(n+3){width:1%;white-space:nowrap;text-align:right}
            """;

    private final Profile profile;
    private final TrialResult result;
    private final Insights insights;
    private final @Nullable JsonNode explanation;

    InsightsPage(Profile profile, TrialResult result, Insights insights, @Nullable JsonNode explanation) {
        this.profile = profile;
        this.result = result;
        this.insights = insights;
        this.explanation = explanation;
    }

    String render() {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'/>")
                .append("<meta name='viewport' content='width=device-width,initial-scale=1'/>")
                .append("<title>Model insights: ")
                .append(Html.escape(result.name()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><main>")
                .append(head())
                .append(section("How good it is", measured(), Tables.metrics(result, profile.folds() > 1)));
        switch (insights.problemType()) {
            case BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION -> classification(page);
            case REGRESSION -> regression(page);
        }
        if (explanation != null
                && !explanation.path("permutation").path("features").isEmpty()) {
            page.append(section(
                    "What it goes by",
                    "How much worse %s gets when the values of a column are shuffled among the rows, measured on rows that the model has not seen."
                            .formatted(Html.escape(result.objectiveMetric())),
                    Tables.importance(explanation)));
            String dependence = Dependences.render(explanation);
            if (!dependence.isEmpty()) {
                page.append(section(
                        "How it goes by them",
                        "The mean prediction if every row had the same value of a column and everything else stayed as it is (partial dependence).",
                        dependence));
            }
        }
        if (!profile.warnings().isEmpty()) {
            page.append(section("What to look at in the data", "", warnings()));
        }
        return page.append("</main></body></html>\n").toString();
    }

    private String measured() {
        return profile.folds() > 1
                ? "Every row was predicted by a model that had not seen it (%d-fold cross-validation). Means and standard deviations over the folds."
                        .formatted(profile.folds())
                : "Measured on rows that were held out: no model has learned from them.";
    }

    private void classification(StringBuilder page) {
        List<String> classes = insights.classes();
        String threshold = insights.threshold() == null
                ? "A row counts as the class with the highest probability."
                : String.format(
                        Locale.ROOT,
                        "A row counts as <b>%s</b> from a probability of %.3f on; %s.",
                        Html.escape(classes.getLast()),
                        insights.threshold(),
                        profile.folds() > 1
                                ? "in each fold the threshold was chosen on the other folds"
                                : "the threshold was chosen on the same rows");
        if (insights.confusionMatrix() != null) {
            page.append(section(
                    "What it mixes up",
                    "Rows of the table are true classes, columns predicted ones; percentages are of the true class. "
                            + threshold,
                    Tables.confusion(classes, insights.confusionMatrix())));
        }
        String most = classes.size() > insights.roc().size() && classes.size() > 2
                ? "The %d most frequent classes, each against the rest."
                        .formatted(insights.roc().size())
                : "";
        page.append(section(
                "How it ranks",
                most,
                "<div class='grid2'>%s%s</div>"
                        .formatted(Charts.roc(insights.roc()), Charts.precisionRecall(insights.precisionRecall()))));
        if (insights.calibration() != null) {
            page.append(section(
                    "Whether its probabilities can be believed",
                    "",
                    "<div class='grid2'>%s</div>"
                            .formatted(Charts.calibration(insights.calibration(), classes.size() == 2))));
        }
    }

    private void regression(StringBuilder page) {
        if (insights.residuals() != null) {
            page.append(section(
                    "How far off it is",
                    "",
                    "<div class='grid2'>%s%s</div>"
                            .formatted(
                                    Charts.predictedAndActual(
                                            insights.residuals(),
                                            profile.target().name()),
                                    Charts.residuals(insights.residuals()))));
        }
    }

    private String head() {
        return String.format(
                Locale.ROOT,
                "<header><p>Model insights</p><h1>%s</h1><p>%s</p><p>%s of <b>%s</b> from %d columns and %,d rows · trained in %.1f s · one row takes %.2f ms · model of %,d KB</p></header>",
                Html.escape(result.name()),
                Html.escape(result.description()),
                switch (result.problemType()) {
                    case BINARY_CLASSIFICATION -> "Binary classification";
                    case MULTICLASS_CLASSIFICATION ->
                        "Classification into " + insights.classes().size() + " classes";
                    case REGRESSION -> "Regression";
                },
                Html.escape(profile.target().name()),
                profile.columns().stream()
                        .filter(column -> column.role() == Profile.Role.FEATURE)
                        .count(),
                profile.rows(),
                result.trainingSeconds(),
                result.inferenceLatencyMillis(),
                Math.max(1, result.sizeBytes() / 1024));
    }

    private String warnings() {
        StringBuilder list = new StringBuilder("<ul>");
        profile.warnings()
                .forEach(warning -> list.append("<li>")
                        .append(Html.escape(warning.message()))
                        .append("</li>"));
        return list.append("</ul>").toString();
    }

    private static String section(String title, String note, String body) {
        return "<section><h2>%s</h2>%s%s</section>"
                .formatted(title, note.isEmpty() ? "" : "<p class='quiet'>" + note + "</p>", body);
    }
}
