package dev.atelier.autopilot.service.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.service.dataset.ObjectStore;
import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.CreateAutoMLJobRequest;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs from tables that lie in an S3 store or on the machine, within what the configuration allows. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
@QuarkusTestResource(ObjectStore.class)
class JobInputTest {
    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    @ObjectStore.Injected
    @Nullable
    ObjectStore store;

    private final Api ana = Api.member("ana");

    @AfterEach
    void close() {
        ana.close();
    }

    @Test
    void takesAnObjectOfAnS3StorePlainOrCompressed() throws IOException {
        put("shared/some table.csv", Tables.binary(1100, 1));
        put("homes/ana/table.csv.gz", gzip(Tables.binary(1050, 2)));

        String plain = created("s3://tables/shared/some table.csv");
        String compressed = Api.unique("s3");
        AutoMLJobServiceGrpc.newBlockingStub(ana.channel())
                .withInterceptors(ana.credentials())
                .createAutoMLJob(CreateAutoMLJobRequest.newBuilder()
                        .setAutoMlJobName(compressed)
                        .setTargetColumn("y")
                        .setInputUri("s3://tables/homes/ana/table.csv.gz")
                        .build());

        dataset(plain, "some table.csv", 1100);
        dataset(compressed, "table.csv.gz", 1050);
    }

    @Test
    void refusesObjectsThatAreNotThereNotAllowedOrNotTables() {
        put("homes/bob/table.csv", Tables.binary(1100, 3));
        put("homes/anatole/table.csv", Tables.binary(1100, 3));
        put("shared/picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2});
        int before = around().files("").size();

        refused("s3://tables/homes/bob/table.csv", 403, "permission-denied", "s3-locations");
        refused("s3://tables/homes/anatole/table.csv", 403, "permission-denied", "s3-locations");
        refused("s3://other/table.csv", 403, "permission-denied", "s3-locations");
        refused("s3://tables/shared/missing.csv", 404, "resource-not-found", "missing.csv");
        refused("s3://tables/shared/picture.png", 422, "dataset-not-csv", "UTF-8");
        refused("s3://tables/", 400, "validation", "s3://bucket/key");
        refused("https://example.com/table.csv", 400, "validation", "s3:// or file:///");

        assertThat(around().files("")).hasSize(before);
    }

    @Test
    void takesFilesBelowTheConfiguredDirectoriesOnly() throws IOException {
        Path shared = Objects.requireNonNull(store).shared();
        Path all = Files.createDirectories(shared.resolve("all/deep")).getParent();
        Path own = Files.createDirectories(shared.resolve("d-1/ana"));
        Files.createDirectories(shared.resolve("d-1/bob"));
        Files.write(all.resolve("deep/table.csv"), Tables.binary(1100, 4));
        Files.write(own.resolve("own.csv"), Tables.binary(1100, 5));
        Files.write(shared.resolve("d-1/bob/secret.csv"), Tables.binary(1100, 6));
        Files.createSymbolicLink(all.resolve("way-out.csv"), shared.resolve("d-1/bob/secret.csv"));

        dataset(created(all.resolve("deep/table.csv").toUri().toString()), "table.csv", 1100);
        dataset(created(own.resolve("own.csv").toUri().toString()), "own.csv", 1100);
        for (String path : List.of(
                "/etc/passwd",
                shared + "/d-1/bob/secret.csv",
                shared + "/all/way-out.csv",
                shared + "/all/../d-1/bob/secret.csv",
                shared + "/all/missing.csv")) {
            refused("file://" + path, 403, "permission-denied", "file-roots");
        }
        refused(all.toUri().toString(), 400, "validation", "not a file");
    }

    private String created(String uri) {
        String name = Api.unique("in");
        post(name, uri).statusCode(201);
        return name;
    }

    private void refused(String uri, int status, String code, String detail) {
        String name = Api.unique("in");
        post(name, uri).statusCode(status).body("code", equalTo(code)).body("detail", containsString(detail));
        ana.rest().get("/api/v1/automl-jobs/{name}", name).then().statusCode(404);
        assertThat(around().usage(name)).isEmpty();
    }

    private ValidatableResponse post(String name, String uri) {
        return ana.rest()
                .contentType("application/json")
                .body(Map.of("autoMlJobName", name, "targetColumn", "y", "inputUri", uri))
                .post("/api/v1/automl-jobs")
                .then();
    }

    private void dataset(String job, String name, int rows) {
        String id = ana.rest()
                .get("/api/v1/automl-jobs/{job}", job)
                .then()
                .statusCode(200)
                .extract()
                .path("datasetId");
        ana.rest()
                .get("/api/v1/datasets/{id}", id)
                .then()
                .statusCode(200)
                .body("name", equalTo(name))
                .body("rows", equalTo(rows));
        ana.rest().urlEncodingEnabled(false).post("/api/v1/automl-jobs/" + job + ":stop");
    }

    private void put(String key, byte[] content) {
        Objects.requireNonNull(store).put(key, content);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private Neighbours around() {
        return Objects.requireNonNull(neighbours);
    }
}
