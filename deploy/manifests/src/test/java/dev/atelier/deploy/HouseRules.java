package dev.atelier.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What every overlay must keep besides being valid: labels, no secret in the open, a guarded namespace, hardened pods. */
final class HouseRules {

    private static final List<String> LABELS = List.of(
            "app.kubernetes.io/name",
            "app.kubernetes.io/part-of",
            "app.kubernetes.io/instance",
            "app.kubernetes.io/managed-by");
    private static final Pattern SECRET_KEY = Pattern.compile("(?i).*(password|passwd|secret|token|credential|_key)$");
    private static final Pattern SECRET_VALUE =
            Pattern.compile("(?s).*(://[^/@\\s]+:[^/@\\s]+@|password=|-----BEGIN).*");

    private HouseRules() {}

    /** The broken rules of a rendered overlay, empty if it keeps them all. */
    static List<String> violations(List<JsonNode> objects) {
        List<String> broken = new ArrayList<>();
        for (JsonNode object : objects) {
            labels(object, broken);
            switch (object.path("kind").asText()) {
                case "Secret" -> broken.add(name(object) + ": secrets are made by hand and only referred to");
                case "ConfigMap" -> configuration(object, broken);
                case "Namespace" -> namespace(object, broken);
                case "ServiceAccount" -> {
                    if (object.path("automountServiceAccountToken").asBoolean(true)) {
                        broken.add(name(object) + ": automountServiceAccountToken must be false");
                    }
                }
                case "Deployment" -> PodRules.check(object, broken);
                default -> {
                    // Nothing but labels.
                }
            }
        }
        if (objects.stream().noneMatch(HouseRules::deniesAll)) {
            broken.add("no NetworkPolicy denies everything by default");
        }
        ReferenceRules.check(objects, broken);
        return List.copyOf(broken);
    }

    static String name(JsonNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }

    /** Whether a variable of this name may hold a secret; the name of a file that holds one is no secret. */
    static boolean isSecret(String key, String value) {
        return SECRET_KEY.matcher(key).matches() || SECRET_VALUE.matcher(value).matches();
    }

    private static void labels(JsonNode object, List<String> broken) {
        for (String label : LABELS) {
            if (object.at("/metadata/labels").path(label).asText().isEmpty()) {
                broken.add(name(object) + ": label " + label + " is missing");
            }
        }
        if (!object.path("kind").asText().equals("Namespace")
                && object.at("/metadata/namespace").asText().isEmpty()) {
            broken.add(name(object) + ": has no namespace");
        }
    }

    private static void configuration(JsonNode configMap, List<String> broken) {
        for (Map.Entry<String, JsonNode> entry : configMap.path("data").properties()) {
            if (isSecret(entry.getKey(), entry.getValue().asText())) {
                broken.add(name(configMap) + ": " + entry.getKey() + " looks like a secret");
            }
        }
    }

    private static void namespace(JsonNode namespace, List<String> broken) {
        for (String mode : List.of("enforce", "audit", "warn")) {
            if (!namespace
                    .at("/metadata/labels")
                    .path("pod-security.kubernetes.io/" + mode)
                    .asText()
                    .equals("restricted")) {
                broken.add(name(namespace) + ": pod-security " + mode + " must be restricted");
            }
        }
    }

    private static boolean deniesAll(JsonNode object) {
        JsonNode spec = object.path("spec");
        return object.path("kind").asText().equals("NetworkPolicy")
                && spec.path("podSelector").isObject()
                && spec.path("podSelector").isEmpty()
                && spec.path("policyTypes").size() == 2
                && !spec.has("ingress")
                && !spec.has("egress");
    }
}
