package dev.atelier.billing.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.GrpcClient;
import dev.atelier.billing.ProtoEvents;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.ExportFocusRequest;
import dev.atelier.billing.v1.ExportFocusResponse;
import dev.atelier.billing.v1.ExportServiceGrpc;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.common.v1.Owner;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for a file and take nothing of it; one export may run at once here, and none stall for long. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class StalledExportTest {
    /** Long before the usage of other tests. */
    private static final Instant START = Instant.parse("2020-03-01T00:00:00Z");

    private static final Instant END = Instant.parse("2020-04-01T00:00:00Z");
    private static final String FILE = "/api/v1/exports/focus?start=%s&end=%s".formatted(START, END);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than the buffers of two sockets hold. */
    private static final int RESOURCES = 800;

    private static final int TAGS = 50;
    private static final int TAG_LENGTH = 256;

    @TestHTTPResource("/")
    URI service;

    private final String domain = "d-" + UUID.randomUUID();
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void use() {
        Owner.Builder owner = Owner.newBuilder().setDomainId(domain).setUserProfileName("ann");
        IntStream.range(0, TAGS).forEach(tag -> owner.putTags("tag-" + tag, "x".repeat(TAG_LENGTH)));
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < RESOURCES; i++) {
            ProtoEvents resource =
                    new ProtoEvents(domain + "/" + i, "ml.t3.medium", Component.COMPONENT_STUDIO, owner.build());
            events.add(resource.started(START.plusSeconds(i)));
            events.add(resource.ended(START.plusSeconds(i + 60)));
        }
        try (GrpcClient studio = new GrpcClient(service, TestTokens.service("studio-service"))) {
            studio.record(events);
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void anExportThatIsNotTakenEndsAndMakesRoom() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            stall();
            await().atMost(PATIENCE).until(() -> status(http) == ErrorCode.RESOURCE_LIMIT_EXCEEDED.httpStatus());
            await().atMost(PATIENCE).until(() -> status(http) == 200);
        }
    }

    @Test
    void aStreamThatIsNotTakenEndsToo() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                GrpcClient client = new GrpcClient(service, TestTokens.operator())) {
            Idle idle = new Idle();
            client.stub(ExportServiceGrpc::newStub)
                    .withDeadlineAfter(PATIENCE)
                    .exportFocus(
                            ExportFocusRequest.newBuilder()
                                    .setStart(ProtoTimes.timestamp(START))
                                    .setEnd(ProtoTimes.timestamp(END))
                                    .build(),
                            idle);
            await().atMost(PATIENCE).until(() -> status(http) == ErrorCode.RESOURCE_LIMIT_EXCEEDED.httpStatus());
            await().atMost(PATIENCE).until(() -> status(http) == 200);
            idle.call.join().request(Integer.MAX_VALUE);
            assertThat(GrpcErrors.toAtelier(idle.refused.join()).code()).isEqualTo(ErrorCode.RESOURCE_LIMIT_EXCEEDED);
        }
    }

    /** Asks and reads nothing. */
    private void stall() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(FILE, TestTokens.operator())
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private int status(HttpClient http) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(FILE))
                .header("Authorization", "Bearer " + TestTokens.operator())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
    }

    /** Takes nothing until it is asked to. */
    private static final class Idle implements ClientResponseObserver<ExportFocusRequest, ExportFocusResponse> {
        private final CompletableFuture<ClientCallStreamObserver<ExportFocusRequest>> call = new CompletableFuture<>();
        private final CompletableFuture<StatusRuntimeException> refused = new CompletableFuture<>();

        @Override
        public void beforeStart(ClientCallStreamObserver<ExportFocusRequest> stream) {
            stream.disableAutoRequestWithInitial(0);
            call.complete(stream);
        }

        @Override
        public void onNext(ExportFocusResponse piece) {
            // it ends soon
        }

        @Override
        public void onError(Throwable thrown) {
            refused.complete((StatusRuntimeException) thrown);
        }

        @Override
        public void onCompleted() {
            refused.completeExceptionally(new IllegalStateException("It was sent whole."));
        }
    }
}
