package dev.atelier.studio.home;

import static dev.atelier.studio.StudioApi.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.DeleteFileRequest;
import dev.atelier.studio.v1.HomeServiceGrpc;
import dev.atelier.studio.v1.ListFilesRequest;
import dev.atelier.studio.v1.ReadFileRequest;
import dev.atelier.studio.v1.ReadFileResponse;
import dev.atelier.studio.v1.WriteFileRequest;
import dev.atelier.studio.v1.WriteFileResponse;
import dev.atelier.studio.v1.WriteFileTarget;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Files in home directories over REST and gRPC. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class HomeTest {
    @TestHTTPResource("/")
    URI service;

    @ConfigProperty(name = "atelier.data-dir")
    Path dataDir;

    @Test
    void filesGoInAndOutOverRest() throws IOException {
        Home home = home();
        byte[] content = random(300_000);

        Response put = files().body(content).put(home.files + "/data/in%20put/a.bin");
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat((String) put.path("path")).isEqualTo("data/in put/a.bin");
        assertThat(put.jsonPath().getLong("sizeBytes")).isEqualTo(content.length);
        assertThat(Files.readAllBytes(home.directory.resolve("data/in put/a.bin")))
                .isEqualTo(content);

        Response got = files().get(home.files + "/data/in%20put/a.bin");
        assertThat(got.asByteArray()).isEqualTo(content);
        assertThat(got.header("Content-Disposition")).isEqualTo("attachment");
        assertThat(files().get(home.files).jsonPath().getList("items.path")).containsExactly("data");
        Response listed = files().get(home.files + "?path=data/in%20put");
        assertThat(listed.jsonPath().getList("items.path")).containsExactly("data/in put/a.bin");
        files().body(bytes("again"))
                .put(home.files + "/data/in%20put/a.bin")
                .then()
                .statusCode(200);
        assertThat(files().get(home.files + "/data/in%20put/a.bin").asString()).isEqualTo("again");
        assertProblem(files().delete(home.files + "/data"), 409, "conflict");
        assertProblem(files().body(bytes("x")).put(home.files + "/data"), 409, "conflict");
        assertProblem(files().get(home.files + "/data"), 400, "validation");
        assertProblem(files().body(bytes("x")).put(home.files + "/data/in%20put/a.bin/below"), 409, "conflict");
        files().delete(home.files + "/data/in%20put/a.bin").then().statusCode(204);
        files().delete(home.files + "/data/in%20put/a.bin").then().statusCode(204);
        assertProblem(files().get(home.files + "/data/in%20put/a.bin"), 404, "resource-not-found");
        assertNoUploadsLeft();
    }

    @Test
    void pagesOfADirectory() {
        Home home = home();
        for (String name : new String[] {"c", "a", "b"}) {
            files().body(bytes(name)).put(home.files + "/" + name).then().statusCode(200);
        }
        Response first = files().get(home.files + "?pageSize=2");
        assertThat(first.jsonPath().getList("items.path")).containsExactly("a", "b");
        String token = first.path("nextPageToken");
        assertThat(files().get(home.files + "?pageSize=2&pageToken=" + token)
                        .jsonPath()
                        .getList("items.path"))
                .containsExactly("c");
    }

    @Test
    void noPathLeadsOut() throws Exception {
        Home home = home();
        Path secret = Files.writeString(dataDir.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(home.directory.resolve("out"), dataDir);
        Files.createSymbolicLink(home.directory.resolve("out.txt"), secret);
        Files.writeString(home.directory.resolve("in.txt"), "mine");
        Files.createSymbolicLink(home.directory.resolve("link.txt"), home.directory.resolve("in.txt"));

        assertProblem(files().get(home.files + "/out/secret.txt"), 400, "validation");
        assertProblem(files().get(home.files + "/out.txt"), 400, "validation");
        assertProblem(files().get(home.files + "?path=out"), 400, "validation");
        assertProblem(files().get(home.files + "?path=.."), 400, "validation");
        assertProblem(files().get(home.files + "?path=/etc"), 400, "validation");
        assertProblem(files().get(home.files + "?path=a/../../b"), 400, "validation");
        assertProblem(files().body(bytes("x")).put(home.files + "/out/new.txt"), 400, "validation");
        assertProblem(files().body(bytes("x")).put(home.files + "/out.txt"), 409, "conflict");
        assertProblem(files().delete(home.files + "/out/secret.txt"), 400, "validation");
        assertThat(raw("GET " + home.files + "/%2e%2e/%2e%2e/%2e%2e/secret.txt"))
                .doesNotContain("200 OK");
        assertThat(raw("GET " + home.files + "/../../../secret.txt")).doesNotContain("200 OK");
        assertThat(files().get(home.files + "/link.txt").asString()).isEqualTo("mine");
        files().delete(home.files + "/out.txt").then().statusCode(204);
        assertThat(secret).hasContent("secret");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedAndNothingOfItIsKept() throws Exception {
        Home home = home();
        String request = "PUT " + home.files + "/big.bin";

        String declared = raw(request, "Content-Length: 1073741824");
        assertThat(declared).startsWith("HTTP/1.1 413").contains("payload-too-large");

        HttpURLConnection chunked = (HttpURLConnection)
                service.resolve(home.files + "/big.bin").toURL().openConnection();
        chunked.setRequestMethod("PUT");
        chunked.setDoOutput(true);
        chunked.setChunkedStreamingMode(1 << 20);
        chunked.setRequestProperty("Authorization", "Bearer " + TestTokens.operator());
        int status = -1;
        try (OutputStream out = chunked.getOutputStream()) {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i <= StudioResource.MAX_FILE_MIB; i++) {
                out.write(block);
            }
        } catch (IOException _) {
            // the service may hang up before it has read everything
        }
        try {
            status = chunked.getResponseCode();
        } catch (IOException _) {
            // as above
        }
        assertThat(status).isIn(413, -1);
        assertThat(home.directory.resolve("big.bin")).doesNotExist();
        assertProblem(files().get(home.files + "/big.bin"), 404, "resource-not-found");
        assertNoUploadsLeft();
    }

    @Test
    void filesGoInAndOutOverGrpc() throws Exception {
        Home home = home();
        byte[] content = random(3_000_000);
        ManagedChannel channel = ManagedChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .build();
        try {
            Metadata headers = new Metadata();
            headers.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    "Bearer " + TestTokens.user(home.domain, "ada"));
            io.grpc.Channel ada =
                    ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
            HomeServiceGrpc.HomeServiceBlockingStub files = HomeServiceGrpc.newBlockingStub(ada);

            WriteFileResponse written = write(ada, home.domain, "ada", "sub/b.bin", content);
            assertThat(written.getFile().getSizeBytes()).isEqualTo(content.length);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            Iterator<ReadFileResponse> chunks = files.readFile(ReadFileRequest.newBuilder()
                    .setDomainId(home.domain)
                    .setUserProfileName("ada")
                    .setPath("sub/b.bin")
                    .build());
            while (chunks.hasNext()) {
                ByteString chunk = chunks.next().getChunk();
                assertThat(chunk.size()).isLessThanOrEqualTo(64 * 1024);
                chunk.writeTo(read);
            }
            assertThat(read.toByteArray()).isEqualTo(content);
            assertThat(files.listFiles(ListFilesRequest.newBuilder()
                                    .setDomainId(home.domain)
                                    .setUserProfileName("ada")
                                    .setPath("sub")
                                    .build())
                            .getFiles(0)
                            .getPath())
                    .isEqualTo("sub/b.bin");
            files.deleteFile(DeleteFileRequest.newBuilder()
                    .setDomainId(home.domain)
                    .setUserProfileName("ada")
                    .setPath("sub/b.bin")
                    .build());
            assertThat(home.directory.resolve("sub/b.bin")).doesNotExist();

            assertThat(refusal(() -> write(ada, home.domain, "ada", "../up", content)))
                    .isEqualTo(ErrorCode.VALIDATION);
            byte[] tooLarge = new byte[StudioResource.MAX_FILE_MIB * (1 << 20) + 1];
            assertThat(refusal(() -> write(ada, home.domain, "ada", "big", tooLarge)))
                    .isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
            assertThat(home.directory.resolve("big")).doesNotExist();
            assertThat(refusal(() -> write(ada, home.domain, "bob", "x", content)))
                    .isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(refusal(() -> files.readFile(ReadFileRequest.newBuilder()
                                    .setDomainId(home.domain)
                                    .setUserProfileName("ada")
                                    .setPath("none")
                                    .build())
                            .next()))
                    .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
            assertNoUploadsLeft();
        } finally {
            channel.shutdownNow();
        }
    }

    private static WriteFileResponse write(
            io.grpc.Channel channel, String domain, String user, String path, byte[] content) throws Exception {
        CompletableFuture<WriteFileResponse> answer = new CompletableFuture<>();
        StreamObserver<WriteFileRequest> stream = HomeServiceGrpc.newStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .writeFile(new StreamObserver<>() {
                    @Override
                    public void onNext(WriteFileResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable e) {
                        answer.completeExceptionally(e);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(new IllegalStateException("no answer"));
                    }
                });
        stream.onNext(WriteFileRequest.newBuilder()
                .setTarget(WriteFileTarget.newBuilder()
                        .setDomainId(domain)
                        .setUserProfileName(user)
                        .setPath(path))
                .build());
        for (int from = 0; from < content.length; from += 500_000) {
            stream.onNext(WriteFileRequest.newBuilder()
                    .setChunk(ByteString.copyFrom(content, from, Math.min(500_000, content.length - from)))
                    .build());
        }
        stream.onCompleted();
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static ErrorCode refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        return GrpcErrors.toAtelier(thrown instanceof ExecutionException ? thrown.getCause() : thrown)
                .code();
    }

    private void assertNoUploadsLeft() throws IOException {
        try (Stream<Path> left = Files.list(dataDir.resolve("homes/.uploads"))) {
            assertThat(left).isEmpty();
        }
    }

    /** Sends a request as it is written, with no client that tidies its path or waits for its body. */
    private String raw(String request, String... headers) throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(10_000);
            String head = request + " HTTP/1.1\r\nHost: studio\r\nConnection: close\r\nAuthorization: Bearer "
                    + TestTokens.operator() + "\r\n"
                    + String.join(
                            "",
                            Stream.of(headers).map(header -> header + "\r\n").toList()) + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.write(buffer, 0, read);
                if (answer.toString(StandardCharsets.UTF_8).contains("\"code\"")) {
                    break;
                }
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    private static RequestSpecification files() {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + TestTokens.operator())
                .contentType("application/octet-stream");
    }

    private Home home() {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "ada");
        return new Home(domain, profile + "/home/files", dataDir.resolve("homes/" + domain + "/ada"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private record Home(String domain, String files, Path directory) {}
}
