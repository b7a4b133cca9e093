package dev.atelier.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Ingress leads every path of a service's OpenAPI document to this service. */
class RoutesTest {

    private static final List<JsonNode> ROUTES = new Kustomize()
            .render(Repository.deploy().resolve("overlays/plain")).stream()
                    .filter(object -> object.path("kind").asText().equals("Ingress"))
                    .flatMap(ingress -> elements(ingress.at("/spec/rules/0/http/paths")).stream())
                    .toList();

    @ParameterizedTest
    @CsvSource({
        "studio, studio-service",
        "autopilot, autopilot-service/service",
        "billing, billing-service",
    })
    void leadToTheServiceThatAnswers(String service, String module) throws IOException {
        String document = Files.readString(Repository.root().resolve(module).resolve("src/main/openapi/openapi.yaml"));
        List<String> paths = Kustomize.parse(document)
                .getFirst()
                .path("paths")
                .propertyStream()
                .map(path -> path.getKey().replaceAll("\\{[^}]*}", "x"))
                .toList();

        assertThat(paths)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(route(path)).as(path).contains(service));
    }

    /** Where a path leads: of the routes that cover it the longest one counts. */
    private static Optional<String> route(String path) {
        return ROUTES.stream()
                .filter(route -> covers(route, path))
                .max(Comparator.comparingInt(
                        (JsonNode route) -> route.path("path").asText().length()))
                .map(route -> route.at("/backend/service/name").asText());
    }

    /** A prefix covers whole elements of a path; of other routes only that they cover their own path is certain. */
    private static boolean covers(JsonNode route, String path) {
        String start = route.path("path").asText();
        return path.equals(start)
                || (route.path("pathType").asText().equals("Prefix")
                        && path.startsWith(start.endsWith("/") ? start : start + "/"));
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
