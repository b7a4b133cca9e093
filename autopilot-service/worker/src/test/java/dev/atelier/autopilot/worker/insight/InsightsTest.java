package dev.atelier.autopilot.worker.insight;

import static dev.atelier.autopilot.worker.TestJob.planned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.insight.Insights.Bin;
import dev.atelier.autopilot.worker.insight.Insights.Curve;
import dev.atelier.autopilot.worker.insight.Insights.Point;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Algorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class InsightsTest {

    @TempDir
    Path directory;

    @Test
    void curvesDecideTiesTogether() {
        Curves curves = Curves.of("yes", new double[] {0.8, 0.9, 0.3, 0.8}, new boolean[] {false, true, false, true});

        Curve roc = curves.roc();
        assertThat(roc.points())
                .containsExactly(new Point(0, 0), new Point(0, 0.5), new Point(0.5, 1), new Point(1, 1));
        assertThat(roc.area()).isCloseTo(0.875, within(1e-12));
        assertThat(roc.share()).isEqualTo(0.5);
        Curve precisionRecall = curves.precisionRecall();
        assertThat(precisionRecall.points())
                .containsExactly(new Point(0.5, 1), new Point(1, 2.0 / 3), new Point(1, 0.5));
        assertThat(precisionRecall.area()).isCloseTo(0.5 + 0.5 * 2 / 3, within(1e-12));
    }

    @Test
    void longCurvesAreThinnedOutWithoutLosingTheirShape() {
        Random random = new Random(3);
        double[] score = random.doubles(50_000).toArray();
        boolean[] positive = new boolean[score.length];
        for (int i = 0; i < score.length; i++) {
            positive[i] = random.nextDouble() < score[i];
        }

        Curve roc = Curves.of("yes", score, positive).roc();

        assertThat(roc.points()).hasSizeBetween(100, 220);
        assertThat(roc.points().getFirst()).isEqualTo(new Point(0, 0));
        assertThat(roc.points().getLast()).isEqualTo(new Point(1, 1));
        double area = 0;
        for (int i = 1; i < roc.points().size(); i++) {
            Point before = roc.points().get(i - 1);
            Point now = roc.points().get(i);
            area += (now.x() - before.x()) * (now.y() + before.y()) / 2;
        }
        assertThat(area).isCloseTo(roc.area(), within(1e-3));
    }

    @Test
    void axesHaveRoundNumbers() {
        assertThat(Svg.ticks(0, 1)).containsExactly(0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0);
        assertThat(Svg.ticks(-37, 112)).containsExactly(0.0, 50.0, 100.0);
        assertThat(Svg.number(0.6000000000000001)).isEqualTo("0.6");
        assertThat(Svg.number(-0.00001)).isEqualTo("-1.0e-05");
        assertThat(Svg.number(1234567)).isEqualTo("1.23M");
        assertThat(Svg.number(15000)).isEqualTo("15,000");
    }

    @Test
    void reportsOnEveryCandidateOfAClassification() throws IOException {
        TestJob job = TestJob.onText(directory, table(), "y<i>", Map.of("objectiveMetric", "AUC", "minRows", 100))
                .profiled()
                .plan(planned(0, Algorithm.LINEAR, Map.of()), planned(1, Algorithm.LIGHTGBM, Map.of("rounds", 30)));
        job.trial(0);
        job.trial(1);
        job.assembled();
        Json.write(
                job.directory().trial(1).root().resolve("explanation.json"),
                Map.of(
                        "permutation",
                        Map.of(
                                "features",
                                java.util.List.of(
                                        Map.of("feature", "x<1>", "importance", 0.2, "standardDeviation", 0.01))),
                        "outputs",
                        java.util.List.of("yes"),
                        "partialDependence",
                        java.util.List.of(
                                dependence("x<1>", "numeric", "0.5", "1.5"),
                                dependence("colour", "categorical", "red&", "blue"))));

        assertThat(new Reporter(job.directory(), job.profile()).run()).isEqualTo(3);

        for (JobDirectory.Step step : java.util.List.of(
                job.directory().trial(0),
                job.directory().trial(1),
                job.directory().ensemble())) {
            TrialResult result = Json.read(step.result(), TrialResult.class);
            Insights insights = Json.read(step.insights(), Insights.class);
            double auc = result.metrics().stream()
                    .filter(metric -> metric.name().equals("AUC"))
                    .findFirst()
                    .orElseThrow()
                    .value();
            assertThat(insights.name()).isEqualTo(result.name());
            assertThat(insights.roc())
                    .singleElement()
                    .satisfies(curve -> assertThat(curve.area()).isCloseTo(auc, within(0.03)));
            assertThat(insights.calibration()).isNotNull();
            assertThat(insights.calibration().bins().stream()
                            .mapToInt(Bin::count)
                            .sum())
                    .isEqualTo(insights.rows());
            assertThat(insights.residuals()).isNull();
        }
        Document page = parsed(job.directory().trial(1).page());
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(4);
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getDocumentElement().getTextContent())
                .contains("<b>\"yes\"", "no'&", "y<i>", "AUC", "x<1>", "What it goes by")
                .contains("partial dependence", "red&", "17 rows", "0.75");
        assertThat(Files.readString(job.directory().trial(0).page())).doesNotContain("What it goes by");
    }

    private static Map<String, Object> dependence(String feature, String type, String one, String other) {
        return Map.of(
                "feature",
                feature,
                "type",
                type,
                "points",
                java.util.List.of(
                        Map.of("value", one, "rows", 17, "predictions", java.util.List.of(0.25)),
                        Map.of("value", other, "rows", 3, "predictions", java.util.List.of(0.75))));
    }

    @Test
    void reportsOnARegression() throws IOException {
        TestJob job = TestJob.onResource(
                        directory,
                        "abalone.csv",
                        "Class_Rings",
                        Map.of("problemType", "Regression", "objectiveMetric", "R2"))
                .profiled()
                .plan(planned(0, Algorithm.LINEAR, Map.of()));
        job.trial(0);

        assertThat(new Reporter(job.directory(), job.profile()).run()).isEqualTo(1);

        Insights insights = Json.read(job.directory().trial(0).insights(), Insights.class);
        assertThat(insights.roc()).isEmpty();
        assertThat(insights.residuals()).isNotNull();
        assertThat(insights.residuals().quantiles()).isSorted();
        assertThat(insights.residuals().histogram().stream()
                        .mapToInt(Insights.Bar::count)
                        .sum())
                .isEqualTo(insights.rows());
        assertThat(insights.residuals().sample()).hasSizeBetween(250, 500);
        assertThat(parsed(job.directory().trial(0).page())
                        .getElementsByTagName("svg")
                        .getLength())
                .isEqualTo(2);
    }

    private static String table() {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("x<1>,x2,y<i>\n");
        for (int i = 0; i < 800; i++) {
            double x = random.nextGaussian();
            csv.append("%.4f,%.4f,%s\n"
                    .formatted(
                            x, random.nextGaussian(), x + random.nextGaussian() > 0 ? "\"<b>\"\"yes\"\"\"" : "no'&"));
        }
        return csv.toString();
    }

    /** The page is well-formed, so no name or label has broken out of its place. */
    private static Document parsed(Path page) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(Files.readString(page).getBytes(StandardCharsets.UTF_8)));
        } catch (javax.xml.parsers.ParserConfigurationException | org.xml.sax.SAXException e) {
            throw new AssertionError(page + " is not well-formed", e);
        }
    }
}
