package dev.atelier.studio.jupyter;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.kernel.wire.WireForm;
import dev.atelier.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** One user's Jupyter surface. */
record Jupyter(URI server, String domain, String user) {
    /** A new user of the domain. */
    static Jupyter of(URI server, String domain, String prefix) {
        String user = StudioApi.unique(prefix);
        StudioApi.profile(domain, user);
        return new Jupyter(server, domain, user);
    }

    String token() {
        return TestTokens.user(domain, user);
    }

    /** The cookie of a browser that opened the Lab with the token in its address. */
    String session() {
        return given().redirects()
                .follow(false)
                .header("Accept", "text/html")
                .get(path("lab?token=" + token()))
                .then()
                .statusCode(302)
                .extract()
                .cookie("atelier-session");
    }

    URI base() {
        return server.resolve("/jupyter/" + domain + "/" + user + "/");
    }

    String path(String rest) {
        return base().resolve(rest).toString();
    }

    RequestSpecification request() {
        return given().header("Authorization", "token " + token()).contentType(ContentType.JSON);
    }

    Response get(String rest) {
        return request().get(path(rest));
    }

    /** The session for a notebook, on the default spec. */
    Response session(String notebook) {
        return session(notebook, "python3");
    }

    Response session(String notebook, String spec) {
        return request()
                .body(Map.of("path", notebook, "name", notebook, "type", "notebook", "kernel", Map.of("name", spec)))
                .post(path("api/sessions"));
    }

    /** A kernel which is idle. */
    String kernel(String notebook) {
        String id = session(notebook).then().statusCode(201).extract().path("kernel.id");
        awaitState(id, "idle");
        return id;
    }

    void awaitState(String kernelId, String state) {
        await(state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> state.equals(StudioApi.operator()
                        .get(server.resolve("/api/v1/kernels/" + kernelId).toString())
                        .path("executionState")));
    }

    KernelClient client(String kernelId, String session, WireForm form) {
        return KernelClient.connect(base(), kernelId, session, form, token());
    }
}
