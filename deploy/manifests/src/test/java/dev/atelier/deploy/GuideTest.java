package dev.atelier.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The overlay of one's own that deploy/README.md shows must work on the overlay that it builds on. */
class GuideTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
    private static final Pattern REMOTE = Pattern.compile("https://\\S+//deploy/overlays/plain\\S*");

    @Test
    void theExampleOverlayIsValidAndChangesWhatItSays() throws IOException {
        List<JsonNode> objects = new Kustomize().render(example());

        assertThat(objects).flatMap(new KubernetesSchemas()::violations).isEmpty();
        assertThat(HouseRules.violations(objects)).isEmpty();
        assertThat(values(objects, "Ingress", "/spec/rules/0/host")).containsExactly("atelier.company.example");
        assertThat(values(objects, "Deployment", "/spec/template/spec/containers/0/image"))
                .hasSize(3)
                .allSatisfy(image -> assertThat(image).startsWith("registry.example.com/atelier/"));
        assertThat(values(objects, "ConfigMap", "/data/ATELIER_SECURITY_OIDC_ROLES_CLAIM"))
                .contains("realm_access.roles");
        assertThat(values(objects, "ConfigMap", "/data/ATELIER_SECURITY_MODE")).contains("oidc");
        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().equals("ConfigMap"))
                .as("nothing is left of the provider that the plain overlay names")
                .noneMatch(object -> object.path("data").toString().contains("example.com"));
    }

    /** The example as a directory beside the overlays' own, with the remote base replaced by the local one. */
    private static Path example() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Repository.deploy().resolve("README.md")));
        assertThat(example.find()).as("deploy/README.md shows an overlay").isTrue();
        String yaml = example.group(1).replaceAll("(?m)^ {3}", "");
        assertThat(yaml).containsPattern(REMOTE);

        Path directory = Files.createDirectories(Repository.deploy().resolve("manifests/target/example-overlay"));
        Path plain = directory.relativize(Repository.deploy().resolve("overlays/plain"));
        Files.writeString(
                directory.resolve("kustomization.yaml"), REMOTE.matcher(yaml).replaceAll(plain.toString()));
        return directory;
    }

    private static List<String> values(List<JsonNode> objects, String kind, String pointer) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .map(object -> object.at(pointer).asText())
                .toList();
    }
}
