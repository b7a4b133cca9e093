package dev.atelier.studio.change;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.awaitGone;
import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.createApp;
import static dev.atelier.studio.StudioApi.domain;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.StudioGrpc;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.tenancy.Scope;
import dev.atelier.studio.v1.ChangeServiceGrpc;
import dev.atelier.studio.v1.WatchChangesRequest;
import dev.atelier.studio.v1.WatchChangesResponse;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The log of changes and the streams that follow it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class ChangeWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TestHTTPResource("/")
    URI service;

    @Inject
    ChangeLog log;

    @Inject
    Clock clock;

    @Test
    void everyChangeOfAResourceIsTold() throws Exception {
        String domain = domain();
        try (Events events = new Events("?domainId=" + domain, TestTokens.operator(), null)) {
            String ada = profile(domain, "ada");
            operator().body(Map.of("team", "fraud")).patch(ada).then().statusCode(200);
            createApp(ada, "KernelGateway", "x", "ml.t3.medium").then().statusCode(201);
            awaitStatus(ada + "/apps/KernelGateway/x", "Failed");
            operator().delete(ada).then().statusCode(204);
            awaitGone(ada);

            events.await("UserProfile Deleted Deleting");
            assertThat(events.told("UserProfile"))
                    .containsExactly(
                            "UserProfile Created Pending",
                            "UserProfile StatusChanged InService",
                            "UserProfile Updated InService",
                            "UserProfile StatusChanged Deleting",
                            "UserProfile Deleted Deleting");
            assertThat(events.told("App")).containsExactly("App Created Pending", "App StatusChanged Failed");
            assertThat(events.told("Instance"))
                    .startsWith("Instance Created Pending", "Instance StatusChanged Running");
            assertThat(events.data("App").getLast().getString("reason")).contains("data-science");
            assertThat(events.data("App").getLast().getString("userProfileName"))
                    .isEqualTo("ada");
            assertThat(events.ids()).isSorted().doesNotHaveDuplicates();

            // an idle stream says that it is alive, and whoever comes back misses nothing and sees nothing twice
            await().atMost(PATIENCE).until(() -> events.lines.contains(":nothing changed"));
            Long third = events.ids().get(2);
            try (Events again = new Events("?domainId=" + domain, TestTokens.operator(), third.toString())) {
                await().atMost(PATIENCE)
                        .until(() -> again.ids().size() >= events.ids().size() - 3);
                assertThat(again.ids())
                        .isEqualTo(events.ids().subList(3, events.ids().size()));
            }
        }
    }

    @Test
    void membersFollowTheirOwnOnly() throws Exception {
        String domain = domain();
        try (Events ada = new Events("", TestTokens.user(domain, "ada"), null)) {
            profile(domain, "bob");
            profile(domain, "ada");
            ada.await("UserProfile StatusChanged InService");
            assertThat(ada.data("UserProfile"))
                    .allSatisfy(data ->
                            assertThat(data.getString("userProfileName")).isEqualTo("ada"));
        }
        String token = TestTokens.user(domain, "ada");
        assertProblem(
                as(token).get("/api/v1/events?domainId=" + domain + "&userProfileName=bob"), 403, "permission-denied");
        assertProblem(operator().get("/api/v1/events?resourceType=Canvas"), 400, "validation");
        assertProblem(operator().get("/api/v1/events?userProfileName=ada"), 400, "validation");
        assertProblem(operator().header("Last-Event-ID", "x").get("/api/v1/events"), 400, "validation");
    }

    @Test
    void parallelCommitsAreToldInTheirOrderWithoutAGap() throws Exception {
        String domain = domain();
        long before = log.last();
        try (Events events = new Events("?domainId=" + domain, TestTokens.operator(), null);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> creates = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String name = "user" + i;
                creates.add(() -> operator()
                        .body(Map.of("userProfileName", name))
                        .post("/api/v1/domains/" + domain + "/user-profiles")
                        .statusCode());
            }
            for (Future<Integer> created : threads.invokeAll(creates)) {
                assertThat(created.get()).isEqualTo(201);
            }

            await().atMost(PATIENCE)
                    .until(() -> events.told("UserProfile").stream()
                                    .filter("UserProfile StatusChanged InService"::equals)
                                    .count()
                            == 60);
            List<Long> logged = log
                    .read(
                            new Scope(domain, null),
                            new ChangeFilter(new OwnerFilter(domain, null, null), null, null),
                            before,
                            Long.MAX_VALUE,
                            1000)
                    .stream()
                    .map(Change::changeId)
                    .toList();
            assertThat(events.ids()).isEqualTo(logged).hasSize(120).isSorted();
        }
    }

    @Test
    void whatWasForgottenIsSaid() throws Exception {
        String domain = domain();
        log.forget(clock.instant().plus(Duration.ofMinutes(1)));

        try (Events events = new Events("", TestTokens.operator(), "0")) {
            await().atMost(PATIENCE).until(() -> events.lines.contains("event:reset"));
            profile(domain, "ada");
            events.await("UserProfile StatusChanged InService");
        }
    }

    @Test
    void theSameOverGrpc() {
        String domain = domain();
        try (StudioGrpc grpc = new StudioGrpc(service)) {
            Iterator<WatchChangesResponse> stream = ChangeServiceGrpc.newBlockingStub(grpc.as(TestTokens.operator()))
                    .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .watchChanges(WatchChangesRequest.newBuilder()
                            .setDomainId(domain)
                            .setResourceType("UserProfile")
                            .setAfterChangeId(log.last())
                            .build());
            profile(domain, "ada");

            WatchChangesResponse created = stream.next();
            WatchChangesResponse inService = stream.next();

            assertThat(created.getChange().getChange()).isEqualTo("Created");
            assertThat(inService.getChange().getStatus()).isEqualTo("InService");
            assertThat(inService.getChange().getResourceId()).isEqualTo("ada");
            assertThat(inService.getChange().getChangeId())
                    .isGreaterThan(created.getChange().getChangeId());
        }
    }

    /** A stream of Server-Sent Events that is being read. */
    private final class Events implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final Stream<String> body;
        private final Thread reader;

        Events(String query, String token, @Nullable String lastEventId) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("/api/v1/events" + query))
                    .header("Authorization", "Bearer " + token);
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<Stream<String>> response = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            body = response.body();
            reader = Thread.ofVirtual().start(() -> {
                try {
                    body.forEach(lines::add);
                } catch (RuntimeException _) {
                    // closed
                }
            });
        }

        private List<JsonPath> data(String type) {
            return lines.stream()
                    .filter(line -> line.startsWith("data:{\"changeId"))
                    .map(line -> JsonPath.from(line.substring("data:".length())))
                    .filter(data -> data.getString("resourceType").equals(type))
                    .toList();
        }

        List<String> told(String type) {
            return data(type).stream()
                    .map(data -> type + " " + data.getString("change") + " " + data.getString("status"))
                    .toList();
        }

        List<Long> ids() {
            return lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .map(line -> Long.parseLong(line.substring("id:".length()).strip()))
                    .toList();
        }

        void await(String told) {
            org.awaitility.Awaitility.await(told)
                    .atMost(PATIENCE)
                    .until(() -> told(told.substring(0, told.indexOf(' '))).contains(told));
        }

        @Override
        public void close() {
            client.shutdownNow();
            org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> !reader.isAlive());
            client.close();
        }
    }
}
