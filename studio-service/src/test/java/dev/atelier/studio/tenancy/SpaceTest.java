package dev.atelier.studio.tenancy;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.awaitGone;
import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.domain;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.StudioGrpc;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.CreateSpaceRequest;
import dev.atelier.studio.v1.ListSpacesRequest;
import dev.atelier.studio.v1.Space;
import dev.atelier.studio.v1.SpaceServiceGrpc;
import dev.atelier.studio.v1.SpaceSharing;
import dev.atelier.studio.v1.UpdateSpaceRequest;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spaces over REST and gRPC; nothing here starts a process. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class SpaceTest {
    @TestHTTPResource("/")
    URI service;

    @ConfigProperty(name = "atelier.data-dir")
    Path dataDir;

    private String domain;
    private String spaces;

    @BeforeEach
    void users() {
        domain = domain();
        profile(domain, "ada");
        profile(domain, "bob");
        spaces = "/api/v1/domains/" + domain + "/spaces";
    }

    @Test
    void aUserHasSpacesOfHisOwnWhichNobodyElseReaches() {
        Map<String, Object> wanted = Map.of(
                "spaceName",
                "lab",
                "displayName",
                "My lab",
                "ownerUserProfileName",
                "ada",
                "spaceSettings",
                Map.of("instanceType", "ml.m5.large"));
        assertProblem(bob().body(wanted).post(spaces), 403, "permission-denied");
        Response created = ada().body(wanted).post(spaces);
        created.then().statusCode(201);
        assertThat(created.header("Location")).endsWith(spaces + "/lab");
        assertThat((String) created.path("sharingType")).isEqualTo("Private");
        assertThat((String) created.path("url"))
                .isEqualTo("http://studio.example:8700/jupyter/" + domain + "/space.lab/lab");
        assertThat((String) created.path("effectiveSettings.instanceType")).isEqualTo("ml.m5.large");
        assertThat((String) created.path("effectiveSettings.image")).isEqualTo("data-science");
        awaitStatus(spaces + "/lab", "InService");
        assertProblem(ada().body(wanted).post(spaces), 409, "resource-already-exists");

        assertProblem(bob().get(spaces + "/lab"), 403, "permission-denied");
        String refusal = bob().get(spaces + "/lab").path("detail");
        assertThat((String) bob().get(spaces + "/made-up").path("detail"))
                .as("a space that is another's and one that is not there are the same")
                .isEqualTo(refusal.replace("'lab'", "'made-up'"));
        assertThat(bob().get(spaces).jsonPath().getList("items")).isEmpty();
        assertThat(ada().get(spaces).jsonPath().getList("items.spaceName")).isEqualTo(List.of("lab"));

        Response updated = ada().body(Map.of("displayName", "Ours")).patch(spaces + "/lab");
        assertThat((String) updated.path("displayName")).isEqualTo("Ours");
        assertThat((String) updated.path("status"))
                .as("an update is done with its transaction")
                .isEqualTo("InService");
        assertProblem(
                ada().body(Map.of("spaceSettings", Map.of("idleTimeout", "PT0S")))
                        .patch(spaces + "/lab"),
                400,
                "validation");
        operator()
                .body(Map.of("spaceSettings", Map.of("idleTimeout", "PT2H")))
                .patch(spaces + "/lab")
                .then()
                .statusCode(200);

        Response busy = operator().delete("/api/v1/domains/" + domain + "/user-profiles/ada");
        assertProblem(busy, 409, "resource-in-use");
        assertThat((String) busy.path("detail")).contains("because Space(s) are associated with it");

        ada().delete(spaces + "/lab").then().statusCode(204);
        awaitGone(spaces + "/lab");
    }

    @Test
    void aSharedSpaceIsEverybodysInItsDomainAndItsFilesGoAsideWithIt() throws IOException {
        Map<String, Object> wanted = Map.of("spaceName", "team", "team", "research", "tags", Map.of("a", "b"));
        assertProblem(ada().body(wanted).post(spaces), 403, "permission-denied");
        operator().body(wanted).post(spaces).then().statusCode(201);
        awaitStatus(spaces + "/team", "InService");

        String file = spaces + "/team/home/files/notes/plan.txt";
        as(TestTokens.user(domain, "ada"))
                .contentType("text/plain")
                .body("ours")
                .put(file)
                .then()
                .statusCode(200);
        assertThat(bob().get(file).asString()).isEqualTo("ours");
        assertThat(bob().get(spaces + "/team/home").jsonPath().getLong("sizeBytes"))
                .isEqualTo(4);
        assertThat(bob().get("/api/v1/domains/" + domain + "/user-profiles/bob/home/files")
                        .jsonPath()
                        .getList("items"))
                .as("its home is not the user's")
                .isEmpty();
        assertProblem(bob().delete(spaces + "/team"), 403, "permission-denied");
        String elsewhere = domain();
        profile(elsewhere, "ada");
        assertProblem(as(TestTokens.user(elsewhere, "ada")).get(spaces + "/team"), 403, "permission-denied");
        assertProblem(as(TestTokens.user(elsewhere, "ada")).get(file), 403, "permission-denied");
        assertProblem(as(TestTokens.user(elsewhere, "ada")).get(spaces), 403, "permission-denied");

        Response full = operator().delete("/api/v1/domains/" + domain);
        assertProblem(full, 409, "resource-in-use");
        operator().delete(spaces + "/team").then().statusCode(204);
        awaitGone(spaces + "/team");
        operator().delete(spaces + "/team").then().statusCode(204);
        Path homes = dataDir.toAbsolutePath().normalize().resolve("homes").resolve(domain);
        assertThat(homes.resolve("space.team")).doesNotExist();
        try (Stream<Path> aside = Files.walk(homes.resolve(".deleted"))) {
            assertThat(aside.map(path -> path.getFileName().toString())).contains("plan.txt");
        }
        operator().body(wanted).post(spaces).then().statusCode(201);
        awaitStatus(spaces + "/team", "InService");
        assertThat(bob().get(spaces + "/team/home/files").jsonPath().getList("items"))
                .as("who takes the name finds nothing")
                .isEmpty();
    }

    @Test
    void aDomainWithASpaceIsNotDeleted() {
        String lone = domain();
        String path = "/api/v1/domains/" + lone + "/spaces";
        operator().body(Map.of("spaceName", "team")).post(path).then().statusCode(201);
        Response refused = operator().delete("/api/v1/domains/" + lone);
        assertProblem(refused, 409, "resource-in-use");
        assertThat((String) refused.path("detail"))
                .isEqualTo("Unable to delete Domain [" + lone + "] because Space(s) are associated with it.");
    }

    @Test
    void namesOwnersAndSharingAreChecked() {
        assertProblem(operator().body(Map.of("spaceName", "a.b")).post(spaces), 400, "validation");
        assertProblem(
                operator()
                        .body(Map.of("spaceName", "x", "sharingType", "Private"))
                        .post(spaces),
                400,
                "validation");
        assertProblem(
                operator()
                        .body(Map.of("spaceName", "x", "sharingType", "Public"))
                        .post(spaces),
                400,
                "validation");
        assertProblem(
                operator()
                        .body(Map.of("spaceName", "x", "ownerUserProfileName", "nobody"))
                        .post(spaces),
                404,
                "resource-not-found");
        assertProblem(
                ada().get("/api/v1/kernels?userProfileName=ada&spaceName=team&domainId=" + domain), 400, "validation");
    }

    @Test
    void overGrpc() {
        try (StudioGrpc grpc = new StudioGrpc(service)) {
            SpaceServiceGrpc.SpaceServiceBlockingStub stub =
                    SpaceServiceGrpc.newBlockingStub(grpc.as(TestTokens.operator()));
            Space created = stub.createSpace(CreateSpaceRequest.newBuilder()
                            .setDomainId(domain)
                            .setSpaceName("grpc")
                            .setOwnerUserProfileName("bob")
                            .build())
                    .getSpace();
            assertThat(created.getSharingType()).isEqualTo(SpaceSharing.SPACE_SHARING_PRIVATE);
            awaitStatus(spaces + "/grpc", "InService");
            assertThat(stub.updateSpace(UpdateSpaceRequest.newBuilder()
                                    .setDomainId(domain)
                                    .setSpaceName("grpc")
                                    .setProject("churn")
                                    .build())
                            .getSpace()
                            .getProject())
                    .isEqualTo("churn");
            assertThat(stub.listSpaces(ListSpacesRequest.newBuilder()
                                    .setDomainId(domain)
                                    .setSharingType(SpaceSharing.SPACE_SHARING_PRIVATE)
                                    .setOwnerUserProfileName("bob")
                                    .build())
                            .getSpacesList())
                    .extracting(Space::getSpaceName)
                    .containsExactly("grpc");
        }
    }

    private RequestSpecification ada() {
        return as(TestTokens.user(domain, "ada"));
    }

    private RequestSpecification bob() {
        return as(TestTokens.user(domain, "bob"));
    }
}
