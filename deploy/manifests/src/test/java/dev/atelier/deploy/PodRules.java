package dev.atelier.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A pod passes the restricted pod-security standard, with a read-only root, probes, and known resources on top. */
final class PodRules {

    private static final Pattern PINNED_IMAGE =
            Pattern.compile("[^:@]+(:\\d+[^:@]*/[^:@]+)?(:(?!latest$)[\\w.-]+|@sha256:\\p{XDigit}{64})");

    private final String owner;
    private final List<String> broken;

    private PodRules(String owner, List<String> broken) {
        this.owner = owner;
        this.broken = broken;
    }

    static void check(JsonNode deployment, List<String> broken) {
        PodRules rules = new PodRules(HouseRules.name(deployment), broken);
        JsonNode pod = deployment.at("/spec/template/spec");
        rules.pod(pod);
        rules.volumes(deployment.path("spec"), pod);
        elements(pod.path("initContainers")).forEach(container -> rules.hardened(container, pod));
        elements(pod.path("containers")).forEach(container -> {
            rules.hardened(container, pod);
            rules.probes(container);
        });
    }

    private void pod(JsonNode pod) {
        must(!pod.path("automountServiceAccountToken").asBoolean(true), "automountServiceAccountToken must be false");
        must(pod.at("/securityContext/runAsNonRoot").asBoolean(false), "runAsNonRoot must be true");
        must(pod.at("/securityContext/runAsUser").asLong(0) > 0, "runAsUser must be a user other than root");
        must(
                pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"),
                "seccompProfile must be RuntimeDefault");
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            must(!pod.path(shared).asBoolean(false), shared + " is not allowed");
        }
    }

    private void volumes(JsonNode spec, JsonNode pod) {
        for (JsonNode volume : pod.path("volumes")) {
            must(!volume.has("hostPath"), "hostPath is not allowed");
            if (volume.has("persistentVolumeClaim")) {
                must(
                        spec.path("replicas").asInt() == 1
                                && spec.at("/strategy/type").asText().equals("Recreate"),
                        "with a volume of its own it must have one replica and be recreated on updates");
            }
        }
    }

    private void hardened(JsonNode container, JsonNode pod) {
        JsonNode context = container.path("securityContext");
        must(!context.path("allowPrivilegeEscalation").asBoolean(true), "allowPrivilegeEscalation must be false");
        must(!context.path("privileged").asBoolean(false), "privileged is not allowed");
        must(context.path("readOnlyRootFilesystem").asBoolean(false), "readOnlyRootFilesystem must be true");
        must(context.path("runAsNonRoot").asBoolean(true), "runAsNonRoot must not be taken back");
        must(
                context.at("/capabilities/drop").toString().equals("[\"ALL\"]")
                        && !context.path("capabilities").has("add"),
                "all capabilities must be dropped and none added");
        must(hasTmp(container, pod), "/tmp must be an emptyDir");
        must(PINNED_IMAGE.matcher(container.path("image").asText()).matches(), "the image must have a tag, not latest");
        for (String resource : List.of("/requests/cpu", "/requests/memory", "/limits/memory")) {
            must(!container.path("resources").at(resource).asText().isEmpty(), "resources" + resource + " is missing");
        }
        for (JsonNode variable : container.path("env")) {
            must(
                    !variable.has("value")
                            || !HouseRules.isSecret(
                                    variable.path("name").asText(),
                                    variable.path("value").asText()),
                    variable.path("name").asText() + " must come from a Secret");
        }
    }

    private void probes(JsonNode container) {
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            must(
                    container.path(probe).at("/httpGet/port").asText().equals("management"),
                    probe + " on the management port is missing");
        }
    }

    private static boolean hasTmp(JsonNode container, JsonNode pod) {
        return elements(container.path("volumeMounts"))
                .filter(mount -> mount.path("mountPath").asText().equals("/tmp"))
                .map(mount -> mount.path("name").asText())
                .anyMatch(name -> elements(pod.path("volumes"))
                        .anyMatch(volume -> volume.has("emptyDir")
                                && Objects.equals(volume.path("name").asText(), name)));
    }

    private void must(boolean kept, String rule) {
        if (!kept) {
            broken.add(owner + ": " + rule);
        }
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
