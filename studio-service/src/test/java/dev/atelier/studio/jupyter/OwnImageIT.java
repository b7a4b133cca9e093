package dev.atelier.studio.jupyter;

import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.awaitGone;
import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Own images, really built and really run. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class OwnImageIT {
    private static final String CLASSIC =
            "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:123456789012:image/";

    @TestHTTPResource("/")
    URI server;

    @ConfigProperty(name = "atelier.data-dir")
    Path dataDir;

    @Test
    void anImageIsBuiltAndRunWhereverAnImageIsChosen() {
        String name = unique("python-tools");
        String image = "/api/v1/images/" + name;
        operator()
                .body(Map.of("imageName", name, "displayName", "Tools"))
                .post("/api/v1/images")
                .then()
                .statusCode(201);
        String domain = StudioApi.domain();
        Jupyter ada = Jupyter.of(server, domain, "ada");
        String spec = "python3." + name + ".ml.t3.medium";
        assertThat(specs(ada)).as("before a version is built").doesNotContainKey(spec);

        String version = version(image, "cowsay==6.1  # it speaks", List.of("stable"));
        awaitStatus(version, "CREATED");
        assertThat(operator().get(version + "/build-log").asString()).contains("Successfully installed cowsay-6.1");
        assertThat((Integer) operator().get(image).path("latestVersion")).isEqualTo(1);
        assertThat(specs(ada)).containsKey(spec);
        JsonPath one = ada.get("api/kernelspecs/" + spec).jsonPath();
        assertThat(one.getString("spec.display_name"))
                .startsWith("Python 3 (Tools)")
                .contains("ml.t3.medium");

        Response session = ada.session("tools.ipynb", spec);
        assertThat(session.statusCode()).as(session.asString()).isEqualTo(201);
        assertThat((String) session.path("kernel.name")).isEqualTo(spec);
        String kernel = session.path("kernel.id");
        assertThat(execute(kernel, "import cowsay, pandas; print(cowsay.__version__, pandas.__name__)"))
                .as("what was installed, beside what the image below has")
                .contains("6.1 pandas");
        assertThat((String) operator().get("/api/v1/kernels/" + kernel).path("image"))
                .isEqualTo(name + ":1");
        Response classic = ada.session("classic.ipynb", CLASSIC + name);
        assertThat(classic.statusCode()).as(classic.asString()).isEqualTo(201);
        assertThat((String) classic.path("kernel.name")).isEqualTo(spec);
        Response pinned = ada.session("pinned.ipynb", "python3." + name + ":stable.ml.t3.medium");
        assertThat((String) pinned.path("kernel.name")).isEqualTo(spec);
        String profile = "/api/v1/domains/" + domain + "/user-profiles/" + ada.user();
        List<String> apps = operator().get(profile + "/apps").jsonPath().getList("items.image");
        assertThat(apps).as("all three share an app").containsExactly(name + ":1");

        Response used = operator().delete(version);
        assertProblem(used, 409, "resource-in-use");
        assertThat((String) used.path("detail")).contains(ada.user());
        assertProblem(operator().delete(image), 409, "resource-in-use");
        assertProblem(
                operator()
                        .body(Map.of("appType", "JupyterServer", "appName", "lab", "image", name))
                        .post(profile + "/apps"),
                400,
                "validation");

        newestOfTwo(image, name, session.path("id"));
        operator()
                .urlEncodingEnabled(false)
                .body(Map.of("image", "data-science"))
                .post("/api/v1/sessions/" + session.path("id") + ":switch")
                .then()
                .statusCode(200);
        List<String> named = operator()
                .get(profile + "/apps")
                .jsonPath()
                .getList("items.findAll { it.image =~ /^" + name + "/ }.appName");
        named.forEach(app ->
                operator().delete(profile + "/apps/KernelGateway/" + app).then().statusCode(204));
        named.forEach(app -> awaitStatus(profile + "/apps/KernelGateway/" + app, "Deleted"));
        operator().delete(image).then().statusCode(204);
        awaitGone(image);
        assertThat(environments()).isEmpty();
    }

    /** A second version is what the name means from now on; what runs on the first one goes on. */
    private void newestOfTwo(String image, String name, String sessionId) {
        awaitStatus(version(image, "", List.of()), "CREATED");
        Response moved = operator()
                .urlEncodingEnabled(false)
                .body(Map.of("image", name))
                .post("/api/v1/sessions/" + sessionId + ":switch");
        assertThat(moved.statusCode()).as(moved.asString()).isEqualTo(200);
        String kernel = operator().get("/api/v1/sessions/" + sessionId).path("kernel.kernelId");
        assertThat((String) operator().get("/api/v1/kernels/" + kernel).path("image"))
                .isEqualTo(name + ":2");
        assertThat(execute(kernel, "import cowsay")).contains("ModuleNotFoundError");
    }

    @Test
    void aFailedBuildSaysWhyAndLeavesNothing() {
        String name = unique("broken");
        String image = "/api/v1/images/" + name;
        operator().body(Map.of("imageName", name)).post("/api/v1/images").then().statusCode(201);

        String unknown = version(image, "atelier-has-no-such-package==1.0", List.of());
        Response failed = awaitStatus(unknown, "CREATE_FAILED");
        assertThat((String) failed.path("failureReason")).contains("atelier-has-no-such-package");
        assertThat(operator().get(unknown + "/build-log").asString()).contains("No matching distribution");
        assertThat(environments()).isEmpty();

        String other = version(image, "ipykernel==5.0", List.of());
        assertThat((String) awaitStatus(other, "CREATE_FAILED").path("failureReason"))
                .as("what kernels are served with stays as it is")
                .contains("ipykernel");
        operator().delete(image).then().statusCode(204);
        awaitGone(image);
    }

    private static String version(String image, String requirements, List<String> aliases) {
        int number = operator()
                .body(Map.of("requirements", requirements, "aliases", aliases))
                .post(image + "/versions")
                .then()
                .statusCode(201)
                .extract()
                .path("version");
        return image + "/versions/" + number;
    }

    private static Map<String, Object> specs(Jupyter user) {
        return user.get("api/kernelspecs").jsonPath().getMap("kernelspecs");
    }

    private static String execute(String kernel, String code) {
        return await("an answer of " + kernel)
                .atMost(Duration.ofSeconds(90))
                .until(
                        () -> operator()
                                .urlEncodingEnabled(false)
                                .body(Map.of("code", code))
                                .post("/api/v1/kernels/" + kernel + ":execute"),
                        response -> response.statusCode() == 200)
                .asString();
    }

    private List<Path> environments() {
        Path images = dataDir.resolve("images");
        if (!Files.isDirectory(images)) {
            return List.of();
        }
        try (Stream<Path> environments = Files.list(images)) {
            return environments.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
