package dev.atelier.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay renders, is valid Kubernetes, and keeps the rules of the house. */
class OverlaysTest {

    private static final Kustomize KUSTOMIZE = new Kustomize();

    private final KubernetesSchemas schemas = new KubernetesSchemas();

    static List<Path> overlays() throws IOException {
        return Repository.overlays();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void isValidKubernetes(Path overlay) {
        List<JsonNode> objects = KUSTOMIZE.render(overlay);

        assertThat(objects).isNotEmpty();
        assertThat(objects).flatMap(schemas::violations).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void keepsTheRulesOfTheHouse(Path overlay) {
        assertThat(HouseRules.violations(KUSTOMIZE.render(overlay))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void setsOnlyWhatSomeServiceKnows(Path overlay) throws IOException {
        Settings settings = new Settings();
        List<String> variables = KUSTOMIZE.render(overlay).stream()
                .filter(object -> object.path("kind").asText().equals("ConfigMap"))
                .flatMap(object -> object.path("data").propertyStream().map(Map.Entry::getKey))
                .filter(variable -> variable.startsWith("ATELIER_"))
                .toList();

        assertThat(variables).contains("ATELIER_SECURITY_OIDC_ISSUER").allMatch(settings::knows);
        assertThat(settings.knows("ATELIER_SECURITY_OIDC_ISUER")).isFalse();
    }

    @Test
    void thereIsAnOverlayForAPlainCluster() throws IOException {
        assertThat(overlays()).extracting(path -> path.getFileName().toString()).contains("plain", "plain-native");
    }

    @Test
    void theNativeOverlayRunsNativeImagesOnly() {
        List<JsonNode> objects = KUSTOMIZE.render(Repository.deploy().resolve("overlays/plain-native"));

        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().equals("Deployment"))
                .hasSize(3)
                .allSatisfy(deployment -> assertThat(deployment
                                .at("/spec/template/spec/containers/0/image")
                                .asText())
                        .endsWith("-native"));
    }
}
