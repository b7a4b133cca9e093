package dev.atelier.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The schemas must catch what a cluster would refuse; otherwise {@link OverlaysTest} proves nothing. */
class KubernetesSchemasTest {

    private static final String GOOD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: studio
            spec:
              replicas: 1
              selector:
                matchLabels: {app: studio}
              template:
                metadata:
                  labels: {app: studio}
                spec:
                  containers:
                    - name: service
                      image: studio:1
                      ports:
                        - containerPort: 8080
                      livenessProbe:
                        httpGet: {path: /q/health/live, port: 9000}
            """;

    private final KubernetesSchemas schemas = new KubernetesSchemas();

    @Test
    void acceptsAGoodDeployment() {
        assertThat(violations(GOOD)).isEmpty();
    }

    @Test
    void refusesAFieldThatTheKindDoesNotHave() {
        assertThat(violations(GOOD.replace("replicas:", "replica:")))
                .singleElement()
                .asString()
                .contains("replica");
    }

    @Test
    void refusesAFieldAtTheWrongDepth() {
        assertThat(violations(GOOD.replace("image: studio:1", "image: studio:1\n          runAsNonRoot: true")))
                .anySatisfy(message -> assertThat(message).contains("runAsNonRoot"));
    }

    @Test
    void refusesAValueOfTheWrongType() {
        assertThat(violations(GOOD.replace("containerPort: 8080", "containerPort: http")))
                .anySatisfy(message -> assertThat(message).contains("containerPort"));
    }

    @Test
    void refusesAMissingRequiredField() {
        assertThat(violations(GOOD.replace("  selector:\n    matchLabels: {app: studio}\n", "")))
                .anySatisfy(message -> assertThat(message).contains("selector"));
    }

    @Test
    void refusesAKindThatItDoesNotKnow() {
        assertThat(violations(GOOD.replace("apps/v1", "apps/v1beta1"))).hasSize(1);
    }

    private List<String> violations(String yaml) {
        return Kustomize.parse(yaml).stream()
                .flatMap(object -> schemas.violations(object).stream())
                .toList();
    }
}
