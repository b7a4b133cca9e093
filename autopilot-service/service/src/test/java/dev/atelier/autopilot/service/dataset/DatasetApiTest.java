package dev.atelier.autopilot.service.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.google.protobuf.ByteString;
import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.v1.Dataset;
import dev.atelier.autopilot.v1.DatasetServiceGrpc;
import dev.atelier.autopilot.v1.UploadDatasetRequest;
import dev.atelier.autopilot.v1.UploadDatasetResponse;
import dev.atelier.autopilot.v1.UploadDatasetTarget;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
class DatasetApiTest {
    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    private final Api ana = Api.member("ana");
    private final Api bob = Api.member("bob");
    private final Api operator = Api.operator();

    @AfterEach
    void close() {
        ana.close();
        bob.close();
        operator.close();
    }

    @Test
    void storesWhatItIsGiven() {
        byte[] csv = Tables.binary(100, 1);

        String id = ana.upload(csv);

        ana.rest()
                .get("/api/v1/datasets/{id}", id)
                .then()
                .statusCode(200)
                .body("name", equalTo("table.csv"))
                .body("sizeBytes", equalTo(csv.length))
                .body("rows", equalTo(100))
                .body("columns", equalTo(java.util.List.of("x1", "x2", "colour", "y")))
                .body("owner.domainId", equalTo("d-1"))
                .body("owner.userProfileName", equalTo("ana"))
                .body("owner.team", equalTo("research"))
                .body("owner.tags", equalTo(Map.of("cost-center", "42")));
        ana.rest().get("/api/v1/datasets").then().body("items.datasetId", hasItem(id));
        ana.rest().delete("/api/v1/datasets/{id}", id).then().statusCode(204);
        ana.rest().get("/api/v1/datasets/{id}", id).then().statusCode(404).body("code", equalTo("resource-not-found"));
        assertThat(files().toString()).doesNotContain(id);
    }

    @Test
    void unpacksGzipFromBodyAndForm() throws IOException {
        byte[] csv = Tables.binary(50, 2);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(csv);
        }

        ana.rest()
                .queryParam("name", "packed")
                .contentType("application/gzip")
                .body(packed.toByteArray())
                .post("/api/v1/datasets")
                .then()
                .statusCode(201)
                .body("rows", equalTo(50))
                .body("sizeBytes", equalTo(csv.length));
        ana.rest()
                .multiPart("file", "packed.csv.gz", packed.toByteArray(), "application/gzip")
                .post("/api/v1/datasets")
                .then()
                .statusCode(201)
                .body("rows", equalTo(50))
                .body("name", equalTo("packed.csv.gz"));
    }

    @Test
    void keepsUsersApart() {
        String id = ana.upload(Tables.binary(20, 3));

        bob.rest().get("/api/v1/datasets/{id}", id).then().statusCode(404).body("code", equalTo("resource-not-found"));
        bob.rest().delete("/api/v1/datasets/{id}", id).then().statusCode(204);
        ana.rest().get("/api/v1/datasets/{id}", id).then().statusCode(200);
        bob.rest().get("/api/v1/datasets").then().statusCode(200).body("items.datasetId", not(hasItem(id)));
        bob.rest()
                .queryParam("userProfileName", "ana")
                .get("/api/v1/datasets")
                .then()
                .statusCode(403)
                .body("code", equalTo("permission-denied"));
        operator.rest().get("/api/v1/datasets/{id}", id).then().statusCode(200);
        RestAssured.get("/api/v1/datasets/{id}", id).then().statusCode(401).body("code", equalTo("unauthenticated"));
    }

    @Test
    void asksAnAdministratorForTheOwner() {
        operator.rest()
                .queryParam("name", "x")
                .contentType("text/csv")
                .body(Tables.binary(20, 4))
                .post("/api/v1/datasets")
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(java.util.List.of("domainId", "userProfileName")));
        operator.rest()
                .queryParam("name", "x")
                .queryParam("domainId", "d-1")
                .queryParam("userProfileName", "nobody")
                .contentType("text/csv")
                .body(Tables.binary(20, 4))
                .post("/api/v1/datasets")
                .then()
                .statusCode(404);
    }

    @Test
    void replaysAnUploadWithTheSameKey() {
        byte[] csv = Tables.binary(30, 5);
        String key = Api.unique("key");

        String first = upload(csv, key, 201);
        int files = files().size();
        String second = upload(csv, key, 201);
        upload(Tables.binary(30, 6), key, 409);

        assertThat(second).isEqualTo(first);
        assertThat(files()).hasSize(files);
    }

    @Test
    void pages() {
        Api carla = Api.member(Api.unique("carla"));
        String first = carla.upload(Tables.binary(20, 1));
        String second = carla.upload(Tables.binary(20, 1));

        String token = carla.rest()
                .queryParam("pageSize", 1)
                .get("/api/v1/datasets")
                .then()
                .body("items.datasetId", equalTo(java.util.List.of(second)))
                .extract()
                .path("nextPageToken");
        carla.rest()
                .queryParam("pageSize", 1)
                .queryParam("pageToken", token)
                .get("/api/v1/datasets")
                .then()
                .body("items.datasetId", equalTo(java.util.List.of(first)))
                .body("nextPageToken", equalTo(null));
        carla.rest()
                .queryParam("colour", "red")
                .get("/api/v1/datasets")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("colour"));
        carla.close();
    }

    @Test
    void refusesWhatIsNoTableAndKeepsNothing() {
        int before = files().size();

        refused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2}, "dataset-not-csv");
        refused("a,b\n1,\0\n".getBytes(StandardCharsets.UTF_8), "dataset-not-csv");
        refused(new byte[0], "dataset-not-csv");
        refused("a;b;c\n1;2;3\n".getBytes(StandardCharsets.UTF_8), "dataset-not-csv");
        refused("a,b\n1,2\n1,2,3\n".getBytes(StandardCharsets.UTF_8), "dataset-invalid");
        refused("1,2\n3,4\n".getBytes(StandardCharsets.UTF_8), "dataset-invalid");
        refused("a,a\n3,4\n".getBytes(StandardCharsets.UTF_8), "dataset-invalid");

        assertThat(files()).hasSize(before);
        ana.rest().get("/api/v1/datasets").then().body("items.findAll { it.name == 'refused' }", hasSize(0));
    }

    @Test
    void refusesAGigabyteBeforeReadingIt() throws IOException {
        int before = files().size();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("""
                            POST /api/v1/datasets?name=big HTTP/1.1\r
                            Host: localhost\r
                            Authorization: Bearer %s\r
                            Content-Type: text/csv\r
                            Content-Length: 1073741824\r
                            \r
                            a,b
                            """.formatted(TestTokens.user("d-1", "ana")).getBytes(StandardCharsets.US_ASCII));

            byte[] answer = new byte[4096];
            int read = socket.getInputStream().read(answer);

            assertThat(new String(answer, 0, read, StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413")
                    .contains("payload-too-large");
        }
        assertThat(files()).hasSize(before);
    }

    @Test
    void answersAClientThatSendsTheGigabyteAllTheSame() throws Exception {
        int before = files().size();
        HttpRequest request = upload(HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> new Endless(1L << 30)), 1L << 30));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("payload-too-large", "8 MiB");
        }
        assertThat(files()).hasSize(before);
    }

    @Test
    void letsAClientWaitForItsGo() throws Exception {
        byte[] csv = Tables.binary(40, 8);
        HttpRequest request = upload(HttpRequest.BodyPublishers.ofByteArray(csv));
        HttpRequest patient = HttpRequest.newBuilder(request, (_, _) -> true)
                .expectContinue(true)
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = client.send(patient, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(answer.body()).contains("\"rows\":40");
        }
    }

    @Test
    void cutsOffAStreamThatIsTooLarge() throws Exception {
        int before = files().size();
        HttpRequest request =
                upload(HttpRequest.BodyPublishers.ofInputStream(() -> new Endless(Neighbours.MAX_UPLOAD + (64 << 10))));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("payload-too-large");
        }
        assertThat(files()).hasSize(before);
    }

    @Test
    void takesAStreamOverGrpc() throws Exception {
        byte[] csv = Tables.binary(500, 7);

        Dataset stored = stream(csv).get(20, TimeUnit.SECONDS);

        assertThat(stored.getRows()).isEqualTo(500);
        assertThat(stored.getOwner().getTeam()).isEqualTo("research");
        ana.rest()
                .get("/api/v1/datasets/{id}", stored.getDatasetId())
                .then()
                .statusCode(200)
                .body("sizeBytes", equalTo(csv.length));
    }

    @Test
    void refusesAStreamOverGrpc() {
        int before = files().size();

        assertThat(failure(stream("nothing,to\nsee\0,here\n".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("dataset-not-csv");
        assertThat(failure(stream(new byte[(int) Neighbours.MAX_UPLOAD + 1]))).isEqualTo("payload-too-large");

        assertThat(files()).hasSize(before);
    }

    private static HttpRequest upload(HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/api/v1/datasets?name=big".formatted(RestAssured.port)))
                .header("Authorization", "Bearer " + TestTokens.user(Api.DOMAIN, "ana"))
                .header("Content-Type", "text/csv")
                .timeout(Duration.ofSeconds(30))
                .POST(body)
                .build();
    }

    private CompletableFuture<Dataset> stream(byte[] csv) {
        CompletableFuture<Dataset> answer = new CompletableFuture<>();
        StreamObserver<UploadDatasetRequest> upload = DatasetServiceGrpc.newStub(ana.channel())
                .withInterceptors(ana.credentials())
                .uploadDataset(new StreamObserver<>() {
                    @Override
                    public void onNext(UploadDatasetResponse response) {
                        answer.complete(response.getDataset());
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        answer.completeExceptionally(thrown);
                    }

                    @Override
                    public void onCompleted() {
                        // answered already
                    }
                });
        upload.onNext(UploadDatasetRequest.newBuilder()
                .setTarget(UploadDatasetTarget.newBuilder().setName("stream"))
                .build());
        for (int from = 0; from < csv.length; from += 1 << 16) {
            upload.onNext(UploadDatasetRequest.newBuilder()
                    .setChunk(ByteString.copyFrom(csv, from, Math.min(1 << 16, csv.length - from)))
                    .build());
        }
        upload.onCompleted();
        return answer;
    }

    private static String failure(CompletableFuture<Dataset> answer) {
        ExecutionException failed =
                catchThrowableOfType(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
        return Api.code((StatusRuntimeException) failed.getCause());
    }

    private void refused(byte[] body, String code) {
        ana.rest()
                .queryParam("name", "refused")
                .contentType("text/csv")
                .body(body)
                .post("/api/v1/datasets")
                .then()
                .statusCode(422)
                .contentType(containsString("application/problem+json"))
                .body("code", equalTo(code));
    }

    private @Nullable String upload(byte[] csv, String key, int status) {
        return ana.rest()
                .queryParam("name", "again")
                .header("Idempotency-Key", key)
                .contentType("text/csv")
                .body(csv)
                .post("/api/v1/datasets")
                .then()
                .statusCode(status)
                .extract()
                .path("datasetId");
    }

    private java.util.List<java.nio.file.Path> files() {
        return java.util.Objects.requireNonNull(neighbours).files("datasets");
    }

    /** A table that ends only at a length. */
    private static final class Endless extends InputStream {
        private static final byte[] ROW = "1,2\n".getBytes(StandardCharsets.US_ASCII);
        private long left;
        private int position;

        Endless(long length) {
            left = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            for (int i = 0; i < count; i++) {
                bytes[offset + i] = ROW[position];
                position = (position + 1) % ROW.length;
            }
            left -= count;
            return count;
        }
    }
}
