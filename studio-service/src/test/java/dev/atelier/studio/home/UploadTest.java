package dev.atelier.studio.home;

import static dev.atelier.studio.StudioApi.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioGrpc;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.AppendUploadRequest;
import dev.atelier.studio.v1.CompleteUploadRequest;
import dev.atelier.studio.v1.CreateUploadRequest;
import dev.atelier.studio.v1.GetHomeRequest;
import dev.atelier.studio.v1.HomeServiceGrpc;
import dev.atelier.studio.v1.HomeUploadServiceGrpc;
import dev.atelier.studio.v1.ReadFileRequest;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads in parts, downloads of parts, and how full a home directory may become. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class UploadTest {
    private static final int SIZE = 3_000_000;

    @TestHTTPResource("/")
    URI service;

    @ConfigProperty(name = "atelier.data-dir")
    Path dataDir;

    private final byte[] content = new byte[SIZE];
    private String domain;
    private String home;
    private Path directory;

    @BeforeEach
    void user() {
        new Random(11).nextBytes(content);
        domain = StudioApi.domain();
        home = StudioApi.profile(domain, "ada") + "/home";
        directory = dataDir.resolve("homes/" + domain + "/ada");
    }

    @Test
    void anUploadThatBrokeOffGoesOn() throws IOException {
        String upload = begin("data/big.bin", SIZE);
        assertThat(append(upload, 0, 0, 1_000_000).jsonPath().getLong("offset")).isEqualTo(1_000_000);
        assertProblem(append(upload, 0, 0, 10), 409, "conflict");
        assertProblem(append(upload, 1_000_001, 0, 10), 409, "conflict");
        assertProblem(rest().post(upload + ":complete"), 409, "conflict");
        assertThat(directory.resolve("data")).doesNotExist();

        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            String head = "PATCH " + upload + " HTTP/1.1\r\nHost: studio\r\nUpload-Offset: 1000000\r\n"
                    + "Content-Type: application/octet-stream\r\nContent-Length: 2000000\r\nAuthorization: Bearer "
                    + TestTokens.operator() + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(content, 1_000_000, 500_000);
            socket.getOutputStream().flush();
            await("some of it arrived").until(() -> offset(upload) > 1_000_000);
            Response second = append(upload, offset(upload), 0, 1);
            assertProblem(second, 409, "conflict");
            assertThat((String) second.path("detail")).contains("Another request");
        }

        long kept = await("the broken request ended")
                .until(
                        () -> {
                            long offset = offset(upload);
                            return append(upload, offset, (int) offset, 0).statusCode() == 200 ? offset : -1L;
                        },
                        offset -> offset > 1_000_000);
        append(upload, kept, (int) kept, SIZE - (int) kept).then().statusCode(200);
        assertProblem(append(upload, SIZE, 0, 1), 400, "validation");
        Response done = rest().post(upload + ":complete");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat((String) done.path("path")).isEqualTo("data/big.bin");
        assertThat(Files.readAllBytes(directory.resolve("data/big.bin"))).isEqualTo(content);
        assertProblem(rest().get(upload), 404, "resource-not-found");
        assertNoPartsLeft();
    }

    @Test
    void uploadsAreListedGivenUpAndFew() throws IOException {
        List<String> begun =
                IntStream.range(0, 20).mapToObj(i -> begin("f" + i, 10)).toList();
        assertProblem(create("one-more", 10), 429, "resource-limit-exceeded");
        assertThat(rest().get(home + "/uploads").jsonPath().getList("items")).hasSize(20);
        assertProblem(create("../out", 10), 400, "validation");
        assertProblem(create("x", -1), 400, "validation");
        assertProblem(create("x", 1L << 50), 413, "payload-too-large");
        append(begun.getFirst(), 0, 0, 5).then().statusCode(200);
        for (String upload : begun) {
            rest().delete(upload).then().statusCode(204);
            rest().delete(upload).then().statusCode(204);
        }
        assertProblem(append(begun.getFirst(), 0, 0, 5), 404, "resource-not-found");
        assertThat(rest().get(home + "/uploads").jsonPath().getList("items")).isEmpty();
        String empty = begin("empty", 0);
        rest().post(empty + ":complete").then().statusCode(200);
        assertThat(directory.resolve("empty")).isEmptyFile();
        assertNoPartsLeft();
    }

    @Test
    void completedTwiceAtOnceTheFileIsThereOnce() throws IOException {
        String upload = begin("once.bin", 1000);
        append(upload, 0, 0, 1000).then().statusCode(200);

        List<Integer> answers = IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> rest().post(upload + ":complete").statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();

        assertThat(answers).containsExactly(200, 404, 404, 404);
        assertThat(directory.resolve("once.bin")).hasSize(1000);
    }

    @Test
    void aPartWithoutAnUploadGoesWithTheNextUploadThatBegins() throws IOException {
        StudioApi.profile(domain, "eve");
        String ada = home;
        home = ada.replace("/ada/", "/eve/");
        String upload = begin("x", 1000);
        append(upload, 0, 0, 10).then().statusCode(200);
        assertThat(part(upload)).exists();
        String eve = home.replace("/home", "");
        StudioApi.operator().delete(eve).then().statusCode(204);
        StudioApi.awaitGone(eve);
        home = ada;

        String next = begin("y", 10);

        assertThat(part(upload)).doesNotExist();
        append(next, 0, 0, 5).then().statusCode(200);
        begin("z", 10);
        assertThat(part(next)).as("of an upload that goes on").hasSize(5);
        rest().delete(next).then().statusCode(204);
    }

    private Path part(String upload) {
        return dataDir.resolve("homes/.parts").resolve(upload.substring(upload.lastIndexOf('/') + 1));
    }

    @Test
    void aDownloadThatBrokeOffGoesOn() throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("a.bin"), content);
        String file = home + "/files/a.bin";
        Response whole = rest().get(file);
        assertThat(whole.asByteArray()).isEqualTo(content);
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        String tag = whole.header("ETag");

        part(rest().header("Range", "bytes=1000-1999").get(file), 1000, 1000);
        part(rest().header("Range", "bytes=2999990-").get(file), 2_999_990, 10);
        part(rest().header("Range", "bytes=2999990-9999999").get(file), 2_999_990, 10);
        part(rest().header("Range", "bytes=-7").get(file), SIZE - 7, 7);
        part(rest().header("Range", "bytes=5-9").header("If-Range", tag).get(file), 5, 5);
        Response past = rest().header("Range", "bytes=3000000-").get(file);
        assertThat(past.statusCode()).isEqualTo(416);
        assertThat(past.header("Content-Range")).isEqualTo("bytes */" + SIZE);
        for (String ignored : List.of("bytes=0-1,5-6", "bytes=9-5", "bytes=-", "lines=1-2", "bytes=a-b")) {
            assertThat(rest().header("Range", ignored).get(file).statusCode())
                    .as(ignored)
                    .isEqualTo(200);
        }
        assertThat(rest().header("Range", "bytes=5-9")
                        .header("If-Range", "\"old\"")
                        .get(file)
                        .statusCode())
                .isEqualTo(200);
        assertThat(rest().header("If-None-Match", tag).get(file).statusCode()).isEqualTo(304);

        Files.writeString(directory.resolve("a.bin"), "other");
        assertThat(rest().header("If-None-Match", tag).get(file).asString()).isEqualTo("other");
    }

    @Test
    void aHomeIsHeldToItsQuota() {
        StudioApi.operator()
                .body(Map.of("userSettings", Map.of("quotas", Map.of("homeSizeBytes", 1000))))
                .patch(home.replace("/home", ""))
                .then()
                .statusCode(200);
        put("a", 600).then().statusCode(200);
        Response refused = put("b", 401);
        assertProblem(refused, 429, "resource-limit-exceeded");
        assertThat((String) refused.path("detail")).contains("600 of 1000");
        assertProblem(create("b", 401), 429, "resource-limit-exceeded");
        put("a", 1000).then().statusCode(200);
        put("a", 500).then().statusCode(200);

        String first = begin("c", 400);
        String second = begin("d", 400);
        append(first, 0, 0, 400).then().statusCode(200);
        append(second, 0, 0, 400).then().statusCode(200);
        List<Integer> answers = Stream.of(first, second)
                .map(upload -> CompletableFuture.supplyAsync(
                        () -> rest().post(upload + ":complete").statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();
        assertThat(answers).containsExactly(200, 429);
        Response full = rest().get(home);
        assertThat(full.jsonPath().getLong("sizeBytes")).isEqualTo(900);
        assertThat(full.jsonPath().getLong("limitBytes")).isEqualTo(1000);
    }

    @Test
    void aDirectoryGoesWithItsFilesAndNothingElse() throws IOException {
        Path elsewhere = Files.writeString(
                Files.createDirectories(directory.resolve("keep")).resolve("x"), "x");
        Files.createDirectories(directory.resolve("d/e"));
        Files.writeString(directory.resolve("d/e/f"), "f");
        Files.createSymbolicLink(directory.resolve("d/link"), directory.resolve("keep"));
        assertProblem(rest().delete(home + "/files/d"), 409, "conflict");
        rest().delete(home + "/files/d?recursive=true").then().statusCode(204);
        assertThat(directory.resolve("d")).doesNotExist();
        assertThat(elsewhere).hasContent("x");
    }

    @Test
    void theSameOverGrpc() {
        try (StudioGrpc grpc = new StudioGrpc(service)) {
            var channel = grpc.as(TestTokens.user(domain, "ada"));
            var uploads = HomeUploadServiceGrpc.newBlockingStub(channel);
            String id = uploads.createUpload(CreateUploadRequest.newBuilder()
                            .setDomainId(domain)
                            .setUserProfileName("ada")
                            .setPath("g.bin")
                            .setSizeBytes(SIZE)
                            .build())
                    .getUpload()
                    .getUploadId();
            for (int from = 0; from < SIZE; from += 1_000_000) {
                AppendUploadRequest request = AppendUploadRequest.newBuilder()
                        .setDomainId(domain)
                        .setUserProfileName("ada")
                        .setUploadId(id)
                        .setOffset(from)
                        .setChunk(ByteString.copyFrom(content, from, 1_000_000))
                        .build();
                assertThat(uploads.appendUpload(request).getUpload().getOffset())
                        .isEqualTo(from + 1_000_000);
            }
            uploads.completeUpload(CompleteUploadRequest.newBuilder()
                    .setDomainId(domain)
                    .setUserProfileName("ada")
                    .setUploadId(id)
                    .build());
            assertThat(uploads.getHome(GetHomeRequest.newBuilder()
                                    .setDomainId(domain)
                                    .setUserProfileName("ada")
                                    .build())
                            .getSizeBytes())
                    .isEqualTo(SIZE);
            ByteString.Output read = ByteString.newOutput();
            HomeServiceGrpc.newBlockingStub(channel)
                    .readFile(ReadFileRequest.newBuilder()
                            .setDomainId(domain)
                            .setUserProfileName("ada")
                            .setPath("g.bin")
                            .setOffset(100_000)
                            .setLength(200_000)
                            .build())
                    .forEachRemaining(chunk -> write(chunk.getChunk(), read));
            assertThat(read.toByteString().toByteArray()).isEqualTo(Arrays.copyOfRange(content, 100_000, 300_000));
        }
    }

    private static void write(ByteString bytes, ByteString.Output to) {
        try {
            bytes.writeTo(to);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void part(Response answer, int offset, int length) {
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.header("Content-Range"))
                .isEqualTo("bytes %d-%d/%d".formatted(offset, offset + length - 1, SIZE));
        assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(length));
        assertThat(answer.asByteArray()).isEqualTo(Arrays.copyOfRange(content, offset, offset + length));
    }

    private static RequestSpecification rest() {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + TestTokens.operator())
                .contentType("application/octet-stream");
    }

    private Response create(String path, long size) {
        return rest().contentType(ContentType.JSON)
                .body(Map.of("path", path, "sizeBytes", size))
                .post(home + "/uploads");
    }

    /** A new upload; its path. */
    private String begin(String path, long size) {
        String location = create(path, size).then().statusCode(201).extract().header("Location");
        return URI.create(location).getPath();
    }

    private Response append(String upload, long offset, int from, int length) {
        return rest().header("Upload-Offset", offset)
                .body(Arrays.copyOfRange(content, from, from + length))
                .patch(upload);
    }

    private Response put(String name, int length) {
        return rest().body(Arrays.copyOf(content, length)).put(home + "/files/" + name);
    }

    private long offset(String upload) {
        return rest().get(upload).jsonPath().getLong("offset");
    }

    private void assertNoPartsLeft() throws IOException {
        try (Stream<Path> left = Files.list(dataDir.resolve("homes/.parts"))) {
            assertThat(left).isEmpty();
        }
    }
}
