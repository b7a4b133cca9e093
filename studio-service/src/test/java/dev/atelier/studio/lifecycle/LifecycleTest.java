package dev.atelier.studio.lifecycle;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.domain;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static dev.atelier.studio.StudioApi.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.StudioResource;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lifecycle configurations over REST; nothing here starts a process. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class LifecycleTest {
    private static final String PATH = "/api/v1/lifecycle-configs";

    @Test
    void aConfigurationIsMadeListedAndDeleted() {
        String prefix = unique("list");
        create(prefix + "-b", "KernelGateway", "echo b").then().statusCode(201);
        create(prefix + "-a", "JupyterServer", "echo a").then().statusCode(201);
        assertProblem(create(prefix + "-a", "JupyterServer", "echo"), 409, "resource-already-exists");
        assertThat((String) operator().get(PATH + "/" + prefix + "-a").path("script"))
                .isEqualTo("echo a");
        Response listed = operator().get(PATH + "?nameContains=" + prefix);
        assertThat(listed.jsonPath().getList("items.lifecycleConfigName"))
                .isEqualTo(List.of(prefix + "-a", prefix + "-b"));
        assertThat(listed.asString()).doesNotContain("echo");
        assertThat(operator()
                        .get(PATH + "?appType=KernelGateway&nameContains=" + prefix)
                        .jsonPath()
                        .getList("items.lifecycleConfigName"))
                .isEqualTo(List.of(prefix + "-b"));
        operator().delete(PATH + "/" + prefix + "-a").then().statusCode(204);
        assertProblem(operator().get(PATH + "/" + prefix + "-a"), 404, "resource-not-found");
    }

    @Test
    void whatCannotBeAScriptIsRefused() {
        assertProblem(create(unique("x"), "JupyterServer", ""), 400, "validation");
        assertProblem(create(unique("x"), "JupyterServer", "x".repeat(16_385)), 400, "validation");
        create(unique("x"), "JupyterServer", "x".repeat(16_384)).then().statusCode(201);
        assertProblem(create(unique("x"), "JupyterLab", "echo"), 400, "validation");
        assertProblem(create("None", "JupyterServer", "echo"), 400, "validation");
    }

    @Test
    void settingsAttachWhatIsThereAndKeepIt() {
        String name = unique("attached");
        create(name, "KernelGateway", "echo").then().statusCode(201);
        String domain = domain();
        String ada = profile(domain, "ada");
        assertProblem(attach(ada, "jupyterServer", name), 400, "validation");
        assertProblem(attach(ada, "kernelGateway", "made-up"), 400, "validation");
        attach(ada, "kernelGateway", name).then().statusCode(200);
        assertThat((String) operator().get(ada).path("effectiveSettings.lifecycleConfigs.kernelGateway.defaultName"))
                .isEqualTo(name);
        Response refused = operator().delete(PATH + "/" + name);
        assertProblem(refused, 409, "resource-in-use");
        assertThat((String) refused.path("detail")).contains("the user profile " + domain + "/ada");

        assertProblem(
                as(TestTokens.user(domain, "ada"))
                        .body(Map.of(
                                "appType", "KernelGateway", "appName", "a", "lifecycleConfigName", unique("other")))
                        .post(ada + "/apps"),
                400,
                "validation");
        attach(ada, "kernelGateway", "None").then().statusCode(200);
        operator().delete(PATH + "/" + name).then().statusCode(204);
    }

    private static Response attach(String profile, String apps, String name) {
        return operator()
                .body(Map.of("userSettings", Map.of("lifecycleConfigs", Map.of(apps, Map.of("defaultName", name)))))
                .patch(profile);
    }

    private static Response create(String name, String appType, String script) {
        return operator()
                .body(Map.of("lifecycleConfigName", name, "appType", appType, "script", script))
                .post(PATH);
    }
}
