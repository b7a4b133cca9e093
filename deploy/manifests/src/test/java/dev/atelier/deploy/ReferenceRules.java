package dev.atelier.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Names in one object which stand for another must lead there: nothing in Kubernetes tells when they do not. */
final class ReferenceRules {

    private final List<JsonNode> objects;
    private final List<String> broken;

    private ReferenceRules(List<JsonNode> objects, List<String> broken) {
        this.objects = objects;
        this.broken = broken;
    }

    static void check(List<JsonNode> objects, List<String> broken) {
        ReferenceRules rules = new ReferenceRules(objects, broken);
        rules.of("Deployment").forEach(rules::deployment);
        rules.of("Service").forEach(rules::service);
        rules.of("Ingress").forEach(rules::ingress);
        rules.of("PodDisruptionBudget")
                .forEach(budget -> rules.selects(budget, budget.at("/spec/selector/matchLabels")));
        rules.of("NetworkPolicy").forEach(rules::networkPolicy);
        rules.unused();
    }

    private void deployment(JsonNode deployment) {
        JsonNode template = deployment.at("/spec/template");
        JsonNode pod = template.path("spec");
        if (!matches(deployment.at("/spec/selector/matchLabels"), template.at("/metadata/labels"))) {
            broken.add(HouseRules.name(deployment) + ": its selector does not match its pods");
        }
        exists(deployment, "ServiceAccount", pod.path("serviceAccountName").asText());
        for (JsonNode volume : pod.path("volumes")) {
            if (volume.has("persistentVolumeClaim")) {
                exists(
                        deployment,
                        "PersistentVolumeClaim",
                        volume.at("/persistentVolumeClaim/claimName").asText());
            }
        }
        configMaps(deployment).forEach(name -> exists(deployment, "ConfigMap", name));
    }

    private void service(JsonNode service) {
        selects(service, service.at("/spec/selector"));
        for (JsonNode port : service.at("/spec/ports")) {
            String target = port.path("targetPort").asText();
            if (selected(service.at("/spec/selector")).noneMatch(deployment -> hasPort(deployment, target))) {
                broken.add(HouseRules.name(service) + ": no pod has port " + target);
            }
        }
    }

    private void ingress(JsonNode ingress) {
        for (JsonNode backend : ingress.findValues("backend")) {
            String name = backend.at("/service/name").asText();
            String port = backend.at("/service/port/name").asText();
            exists(ingress, "Service", name);
            boolean found = of("Service")
                    .filter(service -> service.at("/metadata/name").asText().equals(name))
                    .flatMap(service -> elements(service.at("/spec/ports")))
                    .anyMatch(candidate -> candidate.path("name").asText().equals(port));
            if (!found) {
                broken.add(HouseRules.name(ingress) + ": Service " + name + " has no port " + port);
            }
        }
    }

    private void networkPolicy(JsonNode policy) {
        selects(policy, policy.at("/spec/podSelector/matchLabels"));
        for (String direction : List.of("ingress", "egress")) {
            for (JsonNode rule : policy.path("spec").path(direction)) {
                peers(rule).filter(peer -> !peer.has("namespaceSelector")).forEach(peer -> {
                    if (peer.has("podSelector")) {
                        selects(policy, peer.at("/podSelector/matchLabels"));
                    }
                });
            }
        }
    }

    private void unused() {
        Set<String> used = new HashSet<>();
        of("Deployment").forEach(deployment -> configMaps(deployment).forEach(used::add));
        of("ConfigMap")
                .filter(configMap ->
                        !used.contains(configMap.at("/metadata/name").asText()))
                .forEach(configMap -> broken.add(HouseRules.name(configMap) + ": nothing uses it"));
    }

    private static Stream<String> configMaps(JsonNode deployment) {
        return deployment.at("/spec/template/spec").findValues("configMapRef").stream()
                .map(reference -> reference.path("name").asText());
    }

    private static Stream<JsonNode> peers(JsonNode rule) {
        return Stream.concat(elements(rule.path("from")), elements(rule.path("to")));
    }

    private void selects(JsonNode object, JsonNode selector) {
        if (!selector.isMissingNode() && selected(selector).findAny().isEmpty()) {
            broken.add(HouseRules.name(object) + ": no pod matches " + selector);
        }
    }

    private Stream<JsonNode> selected(JsonNode selector) {
        return of("Deployment")
                .filter(deployment -> matches(selector, deployment.at("/spec/template/metadata/labels")));
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        return selector.properties().stream()
                .allMatch((Map.Entry<String, JsonNode> label) ->
                        labels.path(label.getKey()).equals(label.getValue()));
    }

    private static boolean hasPort(JsonNode deployment, String name) {
        return deployment.at("/spec/template/spec/containers").findValues("ports").stream()
                .flatMap(ReferenceRules::elements)
                .anyMatch(port -> port.path("name").asText().equals(name));
    }

    private void exists(JsonNode from, String kind, String name) {
        if (of(kind).noneMatch(object -> object.at("/metadata/name").asText().equals(name))) {
            broken.add(HouseRules.name(from) + ": there is no " + kind + " " + name);
        }
    }

    private Stream<JsonNode> of(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
