package dev.atelier.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule, broken once in an overlay that keeps them all. */
class HouseRulesTest {

    private static final List<JsonNode> PLAIN =
            new Kustomize().render(Repository.deploy().resolve("overlays/plain"));

    static Stream<Arguments> breaches() {
        return Stream.of(
                breach(
                        "runAsNonRoot",
                        "Deployment",
                        pod(pod -> at(pod, "securityContext").remove("runAsNonRoot"))),
                breach(
                        "runAsUser",
                        "Deployment",
                        pod(pod -> at(pod, "securityContext").put("runAsUser", 0))),
                breach(
                        "seccompProfile",
                        "Deployment",
                        pod(pod -> at(pod, "securityContext").remove("seccompProfile"))),
                breach("hostNetwork", "Deployment", pod(pod -> pod.put("hostNetwork", true))),
                breach(
                        "automountServiceAccountToken",
                        "Deployment",
                        pod(pod -> pod.remove("automountServiceAccountToken"))),
                breach(
                        "automountServiceAccountToken",
                        "ServiceAccount",
                        account -> account.remove("automountServiceAccountToken")),
                breach(
                        "allowPrivilegeEscalation",
                        "Deployment",
                        container(c -> at(c, "securityContext").remove("allowPrivilegeEscalation"))),
                breach(
                        "readOnlyRootFilesystem",
                        "Deployment",
                        container(c -> at(c, "securityContext").remove("readOnlyRootFilesystem"))),
                breach(
                        "capabilities",
                        "Deployment",
                        container(c -> at(c, "securityContext").remove("capabilities"))),
                breach("/tmp", "Deployment", container(c -> c.remove("volumeMounts"))),
                breach("a tag", "Deployment", container(c -> c.put("image", "atelier/studio-service:latest"))),
                breach("a tag", "Deployment", container(c -> c.put("image", "registry:5000/atelier/studio-service"))),
                breach(
                        "/requests/memory",
                        "Deployment",
                        container(c -> at(c, "resources").remove("requests"))),
                breach("livenessProbe", "Deployment", container(c -> c.remove("livenessProbe"))),
                breach("readinessProbe", "Deployment", container(c -> c.remove("readinessProbe"))),
                breach(
                        "QUARKUS_DATASOURCE_PASSWORD",
                        "Deployment",
                        container(c -> c.putArray("env")
                                .addObject()
                                .put("name", "QUARKUS_DATASOURCE_PASSWORD")
                                .put("value", "hunter2"))),
                breach(
                        "looks like a secret",
                        "ConfigMap",
                        map -> at(map, "data").put("ATELIER_TOKEN", "abc")),
                breach(
                        "looks like a secret",
                        "ConfigMap",
                        map -> at(map, "data").put("URL", "jdbc:postgresql://u:p@db/studio")),
                breach(
                        "pod-security enforce",
                        "Namespace",
                        namespace -> at(at(namespace, "metadata"), "labels")
                                .put("pod-security.kubernetes.io/enforce", "baseline")),
                breach(
                        "app.kubernetes.io/part-of",
                        "Service",
                        service -> at(at(service, "metadata"), "labels").remove("app.kubernetes.io/part-of")),
                breach(
                        "no pod matches",
                        "Service",
                        service -> at(at(service, "spec"), "selector").put("app.kubernetes.io/name", "nobody")),
                breach(
                        "no pod matches",
                        "PodDisruptionBudget",
                        budget -> at(at(at(budget, "spec"), "selector"), "matchLabels")
                                .put("app.kubernetes.io/name", "nobody")),
                breach(
                        "there is no Service",
                        "Ingress",
                        ingress -> at((ObjectNode) ingress.findValue("backend"), "service")
                                .put("name", "nobody")),
                breach("there is no ServiceAccount", "Deployment", pod(pod -> pod.put("serviceAccountName", "nobody"))),
                breach(
                        "there is no ConfigMap",
                        "Deployment",
                        container(c -> ((ObjectNode) c.findValue("configMapRef")).put("name", "nothing"))),
                breach(
                        "denies everything",
                        "NetworkPolicy",
                        policy -> at(at(policy, "spec"), "podSelector")
                                .putObject("matchLabels")
                                .put("app.kubernetes.io/part-of", "atelier")));
    }

    @Test
    void thePlainOverlayKeepsThemAll() {
        assertThat(HouseRules.violations(PLAIN)).isEmpty();
    }

    @ParameterizedTest(name = "{0} of a {1}")
    @MethodSource("breaches")
    void seesABreach(String rule, String kind, Consumer<ObjectNode> breach) {
        List<JsonNode> objects = copies();
        objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .forEach(object -> breach.accept((ObjectNode) object));

        assertThat(HouseRules.violations(objects))
                .anySatisfy(message -> assertThat(message).contains(rule));
    }

    @Test
    void seesASecretInTheManifests() {
        List<JsonNode> objects = copies();
        objects.addAll(Kustomize.parse("{apiVersion: v1, kind: Secret, metadata: {name: signing-key}}"));

        assertThat(HouseRules.violations(objects))
                .anySatisfy(message -> assertThat(message).contains("secrets are made by hand"));
    }

    @Test
    void seesAConfigMapThatNothingUses() {
        List<JsonNode> objects = copies();
        objects.addAll(Kustomize.parse("{apiVersion: v1, kind: ConfigMap, metadata: {name: forgotten}}"));

        assertThat(HouseRules.violations(objects))
                .anySatisfy(message -> assertThat(message).contains("nothing uses it"));
    }

    private static List<JsonNode> copies() {
        List<JsonNode> copies = new ArrayList<>();
        PLAIN.forEach(object -> copies.add(object.deepCopy()));
        return copies;
    }

    private static Arguments breach(String rule, String kind, Consumer<ObjectNode> change) {
        return Arguments.of(rule, kind, change);
    }

    private static Consumer<ObjectNode> pod(Consumer<ObjectNode> change) {
        return deployment -> change.accept(at(at(at(deployment, "spec"), "template"), "spec"));
    }

    private static Consumer<ObjectNode> container(Consumer<ObjectNode> change) {
        return pod(pod -> change.accept((ObjectNode) pod.path("containers").get(0)));
    }

    private static ObjectNode at(ObjectNode node, String field) {
        return (ObjectNode) node.path(field);
    }
}
