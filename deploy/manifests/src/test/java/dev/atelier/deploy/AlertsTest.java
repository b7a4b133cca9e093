package dev.atelier.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alert rules join an overlay, and watch metrics that the services have. */
class AlertsTest {

    private static final Pattern METRIC = Pattern.compile("atelier_[a-z_]+");

    @Test
    void theComponentAddsRulesThatSayWhatToDo() throws IOException {
        List<JsonNode> rules = rules();

        assertThat(rules).hasSizeGreaterThan(1).allSatisfy(rule -> {
            assertThat(rule.path("alert").asText()).startsWith("Atelier");
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
        });
    }

    @Test
    void everyMetricIsOneOfTheServices() throws IOException {
        String sources = sources();

        assertThat(rules())
                .flatExtracting(rule -> METRIC.matcher(rule.path("expr").asText())
                        .results()
                        .map(match -> match.group().replaceAll("_(total|seconds)$", ""))
                        .toList())
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(sources).contains("\"" + metric.replace('_', '.') + "\""));
    }

    private static List<JsonNode> rules() throws IOException {
        Path directory = Files.createDirectories(Repository.deploy().resolve("manifests/target/alerts-overlay"));
        Files.writeString(directory.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                components:
                  - %s
                """.formatted(
                        directory.relativize(Repository.deploy().resolve("components/alerts"))));
        return new Kustomize()
                .render(directory).stream()
                        .filter(object -> object.path("kind").asText().equals("PrometheusRule"))
                        .flatMap(object -> object.at("/spec/groups").valueStream())
                        .flatMap(group -> group.path("rules").valueStream())
                        .toList();
    }

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String module : List.of("platform", "billing-service")) {
            try (Stream<Path> files = Files.walk(Repository.root().resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    all.append(Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString();
    }
}
