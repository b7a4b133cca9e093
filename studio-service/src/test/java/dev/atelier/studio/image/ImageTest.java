package dev.atelier.studio.image;

import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.awaitGone;
import static dev.atelier.studio.StudioApi.domain;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static dev.atelier.studio.StudioApi.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.StudioResource;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images and app image configs as resources; nothing is built here. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class ImageTest {
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void end() {
        made.forEach(name -> operator().delete("/api/v1/images/" + name).then().statusCode(204));
        made.forEach(name -> awaitGone("/api/v1/images/" + name));
    }

    private String image(String prefix) {
        String name = unique(prefix);
        operator().body(Map.of("imageName", name)).post("/api/v1/images").then().statusCode(201);
        made.add(name);
        return name;
    }

    private static String config() {
        String name = unique("config");
        operator()
                .body(Map.of(
                        "appImageConfigName",
                        name,
                        "kernelSpecs",
                        List.of(Map.of("name", "python3", "displayName", "Tools"), Map.of("name", "ir"))))
                .post("/api/v1/app-image-configs")
                .then()
                .statusCode(201);
        return name;
    }

    @Test
    void anImageIsMadeChangedAndDeleted() {
        String name = image("tools");
        Response created = operator().get("/api/v1/images/" + name);
        assertThat((String) created.path("displayName")).isEqualTo(name);
        assertThat((String) created.path("status")).isEqualTo("CREATED");
        assertThat((Boolean) created.path("shipped")).isFalse();
        assertThat((Integer) created.path("latestVersion")).isNull();

        Response changed = operator()
                .body(Map.of("displayName", "Tools", "description", "of the team", "tags", Map.of("team", "fraud")))
                .patch("/api/v1/images/" + name);
        assertThat((String) changed.path("displayName")).isEqualTo("Tools");
        Response cleared = operator().body(Map.of("displayName", "")).patch("/api/v1/images/" + name);
        assertThat((String) cleared.path("displayName")).isEqualTo(name);
        assertThat((String) cleared.path("description")).isEqualTo("of the team");
        assertThat((String) cleared.path("tags.team")).isEqualTo("fraud");

        assertProblem(
                operator().body(Map.of("imageName", name)).post("/api/v1/images"), 409, "resource-already-exists");
        assertProblem(
                operator().body(Map.of("imageName", "data-science")).post("/api/v1/images"),
                409,
                "resource-already-exists");
        assertProblem(
                operator().body(Map.of("imageName", "-", "displayName", " x ")).post("/api/v1/images"),
                400,
                "validation");
        assertProblem(operator().get("/api/v1/images/" + unique("none")), 404, "resource-not-found");
    }

    @Test
    void listsAreSortedFilteredAndPaged() {
        String prefix = unique("p");
        String b = image(prefix + "-b");
        String a = image(prefix + "-a");
        assertThat(names("?nameContains=" + prefix)).containsExactly(a, b);
        assertThat(names("?sortBy=creationTime&nameContains=" + prefix)).containsExactly(b, a);
        assertThat(names("?sortBy=name&sortOrder=descending&nameContains=" + prefix))
                .containsExactly(b, a);
        assertThat(names("?pageSize=1")).containsExactly("data-science");
        assertThat(names("?status=DELETING")).isEmpty();
        List<String> paged = new ArrayList<>();
        String token = "";
        do {
            Response page = operator().get("/api/v1/images?pageSize=1&nameContains=" + prefix + "&pageToken=" + token);
            paged.addAll(page.jsonPath().getList("items.imageName"));
            token = page.path("nextPageToken");
        } while (token != null);
        assertThat(paged).containsExactly(a, b);
    }

    private static List<String> names(String query) {
        return operator().get("/api/v1/images" + query).jsonPath().getList("items.imageName");
    }

    @Test
    void aVersionIsRefusedWithTheLineThatIsWrong() {
        String versions = "/api/v1/images/" + image("tools") + "/versions";
        Response refused = operator()
                .body(Map.of("requirements", "cowsay==6.1\n-r more.txt"))
                .post(versions);
        assertProblem(refused, 400, "validation");
        assertThat((String) refused.path("detail")).contains("line 2").contains("options");
        // this engine has no Python to build on
        assertProblem(operator().body(Map.of("requirements", "cowsay==6.1")).post(versions), 422, "unknown-image");
        assertThat(operator().get(versions).jsonPath().getList("items")).isEmpty();
        assertProblem(operator().get(versions + "/1"), 404, "resource-not-found");
    }

    @Test
    void whatSettingsNameStays() {
        String image = image("tools");
        String config = config();
        String domain = domain();
        String profile = profile(domain, "ada");
        Map<String, Object> custom = Map.of(
                "userSettings",
                Map.of("customImages", List.of(Map.of("imageName", image, "appImageConfigName", config))));
        operator().body(custom).patch(profile).then().statusCode(200);
        assertThat((String) operator().get(profile).path("userSettings.customImages[0].imageName"))
                .isEqualTo(image);

        Response named = operator().delete("/api/v1/images/" + image);
        assertProblem(named, 409, "resource-in-use");
        assertThat((String) named.path("detail")).contains(domain + "/ada");
        assertProblem(operator().delete("/api/v1/app-image-configs/" + config), 409, "resource-in-use");
        assertProblem(
                operator()
                        .body(Map.of(
                                "userSettings",
                                Map.of(
                                        "customImages",
                                        List.of(Map.of("imageName", image, "appImageConfigName", "no-such-config")))))
                        .patch(profile),
                400,
                "validation");

        operator().body(Map.of("userSettings", Map.of())).patch(profile).then().statusCode(200);
        operator().delete("/api/v1/app-image-configs/" + config).then().statusCode(204);
        assertProblem(operator().get("/api/v1/app-image-configs/" + config), 404, "resource-not-found");
    }

    @Test
    void anAppImageConfigIsCheckedAndChanged() {
        String path = "/api/v1/app-image-configs/" + config();
        Response created = operator().get(path);
        assertThat(created.jsonPath().getList("kernelSpecs.displayName")).containsExactly("Tools", "ir");
        assertThat((String) created.path("fileSystemConfig.mountPath")).isEqualTo("/home/sagemaker-user");
        assertThat((Integer) created.path("fileSystemConfig.defaultUid")).isEqualTo(1000);

        Map<String, Object> root = Map.of("fileSystemConfig", Map.of("defaultUid", 0, "defaultGid", 0));
        assertThat((Integer) operator().body(root).patch(path).path("fileSystemConfig.defaultGid"))
                .isZero();
        assertProblem(
                operator()
                        .body(Map.of("fileSystemConfig", Map.of("defaultUid", 0, "defaultGid", 100)))
                        .patch(path),
                400,
                "validation");
        assertProblem(operator().body(Map.of("kernelSpecs", List.of())).patch(path), 400, "validation");
        operator().delete(path).then().statusCode(204);
    }

    @Test
    void changesAndAuditEventsTellOfThem() {
        String name = image("told");
        Response audits = operator().get("/api/v1/audit-events?resourceType=Image&resourceId=" + name);
        assertThat(audits.jsonPath().getList("items.action")).containsExactly("CreateImage");
        assertThat((String) audits.path("items[0].result")).isEqualTo("succeeded");
    }
}
