package dev.atelier.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one service asks of another must be let out there and let in here, on the port of the API. */
class FlowsTest {

    private static final int PORT = 8080;
    private static final List<JsonNode> PLAIN =
            new Kustomize().render(Repository.deploy().resolve("overlays/plain"));

    @ParameterizedTest(name = "{0} asks {1}: {2}")
    @CsvSource({
        "studio, billing, launches and usage events",
        "studio, autopilot, SageMaker's API and notebooks",
        "autopilot, billing, launches and usage events",
        "autopilot, studio, data sets in home directories",
        "billing, studio, instances that a budget stops",
        "billing, autopilot, jobs and endpoints that a budget stops"
    })
    void isAllowed(String from, String to, String what) {
        assertThat(allowed(from, "egress", "to", to))
                .as("%s is let out to %s", from, to)
                .isTrue();
        assertThat(allowed(to, "ingress", "from", from))
                .as("%s lets %s in", to, from)
                .isTrue();
    }

    /** Whether some policy of a service has a rule for the other one. */
    private static boolean allowed(String service, String direction, String peers, String other) {
        return of("NetworkPolicy")
                .map(policy -> policy.path("spec"))
                .filter(spec -> matches(spec.path("podSelector"), service))
                .flatMap(spec -> elements(spec.path(direction)))
                .filter(rule -> elements(rule.path("ports")).anyMatch(FlowsTest::isApi))
                .flatMap(rule -> elements(rule.path(peers)))
                .anyMatch(peer -> peer.has("podSelector") && matches(peer.path("podSelector"), other));
    }

    private static boolean isApi(JsonNode port) {
        return port.path("port").asText().equals("http") || port.path("port").asInt() == PORT;
    }

    private static boolean matches(JsonNode selector, String service) {
        JsonNode labels = of("Deployment")
                .filter(deployment -> deployment.at("/metadata/name").asText().equals(service))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/metadata/labels");
        return selector.path("matchLabels").properties().stream()
                .allMatch((Map.Entry<String, JsonNode> label) ->
                        labels.path(label.getKey()).equals(label.getValue()));
    }

    private static Stream<JsonNode> of(String kind) {
        return PLAIN.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
