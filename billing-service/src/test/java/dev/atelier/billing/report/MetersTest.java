package dev.atelier.billing.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.GrpcClient;
import dev.atelier.billing.ProtoEvents;
import dev.atelier.billing.TestClock;
import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.ListMetersRequest;
import dev.atelier.billing.v1.ListMetersResponse;
import dev.atelier.billing.v1.Meter;
import dev.atelier.billing.v1.WatchMetersRequest;
import dev.atelier.billing.v1.WatchMetersResponse;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class MetersTest {
    @TestHTTPResource("/")
    URI service;

    @Inject
    TestClock clock;

    private final String domain = "d-" + UUID.randomUUID();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final ProtoEvents ann = ProtoEvents.studio(domain + "/i-1", "ml.t3.medium", domain, "ann");
    private final ProtoEvents bob = ProtoEvents.studio(domain + "/i-2", "ml.unheard-of", domain, "bob");
    private GrpcClient client;

    @BeforeEach
    void startTwoInstances() {
        clock.stop(now);
        client = new GrpcClient(service, TestTokens.service("studio-service"));
        Instant start = now.minus(Duration.ofMinutes(30));
        client.record(List.of(
                ann.started(start),
                ann.joined(start, "app-1"),
                ann.joined(start.plusSeconds(60), "app-2"),
                bob.started(start)));
    }

    @AfterEach
    void disconnect() {
        clock.stop(null);
        client.close();
    }

    @Test
    void whatRunsIsListedWithItsCostSoFar() {
        ListMetersResponse meters = client.costs()
                .listMeters(ListMetersRequest.newBuilder().setFilter(filter()).build());
        assertThat(meters.getMetersList()).hasSize(2);
        Meter meter = meters.getMeters(0);
        assertThat(meter.getResourceId()).isEqualTo(domain + "/i-1");
        assertThat(meter.getCostSoFar().getAmount()).isEqualTo("0.025");
        assertThat(meter.getPricePerHour().getAmount()).isEqualTo("0.05");
        assertThat(meter.getOwner().getUserProfileName()).isEqualTo("ann");
        assertThat(meter.getMemberIdsList()).containsExactly("app-1", "app-2");
        assertThat(meters.getMeters(1).hasCostSoFar())
                .as("an unknown price is absent, never 0")
                .isFalse();
        assertThat(meters.getMeters(1).hasPricePerHour()).isFalse();
    }

    @Test
    void overRestInPages() {
        String token = given().header("Authorization", "Bearer " + TestTokens.operator())
                .queryParam("domainId", domain)
                .queryParam("pageSize", 1)
                .get("/api/v1/meters")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].costSoFar.amount", equalTo("0.025"))
                .body("items[0].memberIds", contains("app-1", "app-2"))
                .body("nextPageToken", notNullValue())
                .extract()
                .path("nextPageToken");
        given().header("Authorization", "Bearer " + TestTokens.operator())
                .queryParam("domainId", domain)
                .queryParam("pageSize", 1)
                .queryParam("pageToken", token)
                .get("/api/v1/meters")
                .then()
                .statusCode(200)
                .body("items.resourceId", contains(domain + "/i-2"))
                .body("items[0].costSoFar", nullValue())
                .body("nextPageToken", nullValue());
    }

    @Test
    void aMemberSeesTheOwnOnly() {
        given().header("Authorization", "Bearer " + TestTokens.user(domain, "bob"))
                .get("/api/v1/meters")
                .then()
                .statusCode(200)
                .body("items.resourceId", contains(domain + "/i-2"));
    }

    @Test
    void whatEndedIsGone() {
        client.record(List.of(ann.ended(now), bob.ended(now)));
        assertThat(client.costs()
                        .listMeters(ListMetersRequest.newBuilder()
                                .setFilter(filter())
                                .build())
                        .getMetersList())
                .isEmpty();
    }

    @Test
    void aStreamShowsTheMeterRunning() {
        Iterator<WatchMetersResponse> snapshots = client.costs()
                .watchMeters(WatchMetersRequest.newBuilder().setFilter(filter()).build());
        assertThat(snapshots.next().getMeters(0).getCostSoFar().getAmount()).isEqualTo("0.025");
        clock.stop(now.plus(Duration.ofMinutes(30)));
        WatchMetersResponse later = snapshots.next();
        while (later.getTime().getSeconds() == now.getEpochSecond()) {
            later = snapshots.next();
        }
        assertThat(later.getMeters(0).getCostSoFar().getAmount()).isEqualTo("0.05");
    }

    @Test
    void aStreamOfChangesTellsWhatIsNews() {
        Iterator<WatchMetersResponse> updates = client.costs()
                .watchMeters(WatchMetersRequest.newBuilder()
                        .setFilter(filter())
                        .setChangesOnly(true)
                        .build());
        WatchMetersResponse first = updates.next();
        assertThat(first.getChanges()).isFalse();
        assertThat(first.getMetersList()).hasSize(2);
        assertThat(first.getTotals(0).getCostSoFar().getAmount()).isEqualTo("0.025");
        assertThat(first.getTotals(0).getPricePerHour().getAmount()).isEqualTo("0.05");

        client.record(List.of(ann.left(now, "app-1"), bob.ended(now)));
        WatchMetersResponse news = updates.next();
        while (news.getEndedResourceIdsCount() == 0) {
            news = updates.next();
        }
        assertThat(news.getChanges()).isTrue();
        assertThat(news.getMetersList()).singleElement().satisfies(meter -> {
            assertThat(meter.getResourceId()).isEqualTo(domain + "/i-1");
            assertThat(meter.getMemberIdsList()).containsExactly("app-2");
        });
        assertThat(news.getEndedResourceIdsList()).containsExactly(domain + "/i-2");
        assertThat(news.getRunning()).isEqualTo(1);

        clock.stop(now.plus(Duration.ofMinutes(30)));
        WatchMetersResponse alive = updates.next();
        assertThat(alive.getMetersList()).as("only time has passed").isEmpty();
        assertThat(alive.getEndedResourceIdsList()).isEmpty();
    }

    @Test
    void aStreamEndsWithTheTokenThatItCameWith() throws Exception {
        String token = TestTokens.user(domain, "ann", Duration.ofSeconds(2));
        try (GrpcClient member = new GrpcClient(service, token)) {
            Iterator<WatchMetersResponse> updates = member.costs().watchMeters(WatchMetersRequest.getDefaultInstance());
            assertThat(updates.next().getMetersList()).hasSize(1);
            StatusRuntimeException end =
                    catchThrowableOfType(StatusRuntimeException.class, () -> updates.forEachRemaining(_ -> {}));
            assertThat(GrpcErrors.toAtelier(end).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        }
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/api/v1/meters/events?changesOnly=true"))
                .header("Authorization", "Bearer " + TestTokens.user(domain, "ann", Duration.ofSeconds(2)))
                .timeout(Duration.ofSeconds(20))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            List<String> lines = http.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> !line.isEmpty())
                    .toList();
            assertThat(lines).contains("event:meters", "event:end");
            assertThat(lines)
                    .anyMatch(line -> line.startsWith("data:") && line.contains("\"code\":\"unauthenticated\""));
        }
    }

    @Test
    void serverSentEventsShowIt() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/api/v1/meters/events?domainId=" + domain))
                .header("Authorization", "Bearer " + TestTokens.operator())
                .header("Accept", "text/event-stream")
                .timeout(Duration.ofSeconds(20))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            try (Stream<String> lines = response.body()) {
                List<String> events =
                        lines.filter(line -> line.startsWith("data:")).limit(2).toList();
                assertThat(events)
                        .hasSize(2)
                        .allMatch(event -> event.contains("\"costSoFar\":{\"amount\":\"0.025\",\"currency\":\"USD\"}"));
            }
            http.shutdownNow();
        }
    }

    private CostFilter filter() {
        return CostFilter.newBuilder().setDomainId(domain).build();
    }
}
