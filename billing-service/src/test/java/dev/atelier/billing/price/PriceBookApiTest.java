package dev.atelier.billing.price;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.google.protobuf.ByteString;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.GrpcClient;
import dev.atelier.billing.ProtoEvents;
import dev.atelier.billing.TestClock;
import dev.atelier.billing.v1.ImportPriceBookRequest;
import dev.atelier.billing.v1.ImportPriceBookResponse;
import dev.atelier.billing.v1.ListPriceChangesRequest;
import dev.atelier.billing.v1.PriceBookFormat;
import dev.atelier.billing.v1.PriceBookServiceGrpc;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class PriceBookApiTest {
    private static final String HEADER =
            "instance_type,vcpu,memory_gib,gpu,region,component,currency,price_per_hour,source,as_of\n";

    @TestHTTPResource("/")
    URI service;

    @Inject
    TestClock clock;

    private final String name = "own-" + UUID.randomUUID();
    private final String type = "rack-" + UUID.randomUUID();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @AfterEach
    void letTheClockRun() {
        clock.stop(null);
    }

    @Test
    void aVersionIsComparedThenActivatedAndSplitsWhatRuns() {
        Instant start = now.minus(Duration.ofHours(2));
        clock.stop(start);
        importCsv(line("1.00"))
                .statusCode(201)
                .body("status", equalTo("Staged"))
                .body("skipped", hasSize(0));
        String first = newest();
        changes(first, "").body("items.change", contains("added")).body("items[0].before", nullValue());
        prices().body("items", hasSize(0));
        activate(first, "{}").statusCode(200).body("status", equalTo("Active"));
        prices().body("items.pricePerHour.amount", contains("1"));

        ProtoEvents rack = ProtoEvents.studio("i-" + type, type, "d-" + type, "ann");
        try (GrpcClient client = new GrpcClient(service, TestTokens.service("studio-service"))) {
            client.record(List.of(rack.started(start)));
        }
        clock.stop(now.minus(Duration.ofHours(1)));
        importCsv(line("3.00") + other("2")).statusCode(201);
        String second = newest();
        changes(second, "")
                .body("items.change", contains("changed", "added"))
                .body("items[0].before.pricePerHour.amount", equalTo("1"))
                .body("items[0].after.pricePerHour.amount", equalTo("3"));
        changes(first, second).body("items.change", contains("changed", "removed"));
        activate(second, "{\"activeFrom\":\"2026-01-01T00:00:00Z\"}")
                .statusCode(400)
                .body("errors.field", hasItem("activeFrom"));
        activate(second, "{}").statusCode(200);
        activate(first, "{\"activeFrom\":\"%s\"}".formatted(now.minus(Duration.ofHours(1))))
                .statusCode(409);

        clock.stop(now);
        api().queryParam("domainId", "d-" + type)
                .get("/api/v1/costs")
                .then()
                .statusCode(200)
                .body("totals.amount", contains("4"))
                .body("totals.currency", contains("EUR"));
    }

    @Test
    void theSameContentMakesNoNewVersionAndMembersOnlyLook() {
        importCsv(line("1.00")).statusCode(201);
        String first = newest();
        importCsv(line("1.00")).statusCode(201).body("priceBookId", equalTo(first));
        given().header("Authorization", "Bearer " + TestTokens.user("d-1", "ann"))
                .contentType("text/csv")
                .queryParam("name", name)
                .body(HEADER + line("0.01"))
                .post("/api/v1/price-books")
                .then()
                .statusCode(403);
        given().header("Authorization", "Bearer " + TestTokens.user("d-1", "ann"))
                .get("/api/v1/price-books/" + first)
                .then()
                .statusCode(200)
                .body("priceCount", equalTo(1));
        api().get("/api/v1/price-books/pb-999999").then().statusCode(404);
    }

    @Test
    void aBrokenBookIsRefusedAndThePricesStay() {
        importCsv(line("1.00"), true).statusCode(201);
        String before = newest();
        importCsv(line("2.00") + "broken\n", true)
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("detail", containsString("line 3: 1 fields instead of 10"))
                .body("errors.field", contains("line 3"));
        assertThat(newest()).isEqualTo(before);
        prices().body("items.pricePerHour.amount", contains("1"));
    }

    @Test
    void theOfferFileIsImportedOverGrpcInPiecesAndABrokenOneRefused() throws Exception {
        byte[] offer = offer();
        ImportPriceBookResponse answer = upload(offer);
        assertThat(answer.getPriceBook().getPriceCount()).isEqualTo(8);
        assertThat(answer.getPriceBook().getVersion()).isEqualTo("20260925000313");
        assertThat(answer.getPriceBook().getSkippedList()).hasSizeGreaterThan(8);
        assertThat(answer.getPriceBook().hasActiveFrom()).isFalse();
        try (GrpcClient client = new GrpcClient(service, TestTokens.operator())) {
            assertThat(client.stub(PriceBookServiceGrpc::newBlockingStub)
                            .listPriceChanges(ListPriceChangesRequest.newBuilder()
                                    .setPriceBookId(answer.getPriceBook().getPriceBookId())
                                    .build())
                            .getChangesList())
                    .extracting(dev.atelier.billing.v1.PriceChange::getInstanceType)
                    .contains("ml.x9.huge")
                    .doesNotContain("ml.t3.medium");
        }
        byte[] half = java.util.Arrays.copyOf(offer, offer.length / 2);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> upload(half)))
                .satisfies(thrown -> {
                    AtelierException error = GrpcErrors.toAtelier((StatusRuntimeException) thrown);
                    assertThat(error.code()).isEqualTo(ErrorCode.VALIDATION);
                    assertThat(error.detail()).contains("The price book is refused; line ");
                });
    }

    @Test
    void theOfferFileIsImportedOverRest() throws IOException {
        api().contentType("application/json")
                .queryParam("name", name)
                .queryParam("format", "aws-offer-json")
                .body(offer())
                .post("/api/v1/price-books")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/price-books/pb-"))
                .body("priceCount", equalTo(8))
                .body("skipped.reason", hasItem("free tier"))
                .body("importTime", notNullValue());
    }

    private ImportPriceBookResponse upload(byte[] book) throws Exception {
        CompletableFuture<ImportPriceBookResponse> answer = new CompletableFuture<>();
        try (GrpcClient client = new GrpcClient(service, TestTokens.operator())) {
            StreamObserver<ImportPriceBookRequest> stream = client.stub(PriceBookServiceGrpc::newStub)
                    .importPriceBook(new StreamObserver<>() {
                        @Override
                        public void onNext(ImportPriceBookResponse response) {
                            answer.complete(response);
                        }

                        @Override
                        public void onError(Throwable thrown) {
                            answer.completeExceptionally(thrown);
                        }

                        @Override
                        public void onCompleted() {}
                    });
            stream.onNext(ImportPriceBookRequest.newBuilder()
                    .setName(name)
                    .setFormat(PriceBookFormat.PRICE_BOOK_FORMAT_AWS_OFFER_JSON)
                    .build());
            for (int from = 0; from < book.length; from += 1000) {
                stream.onNext(ImportPriceBookRequest.newBuilder()
                        .setContent(ByteString.copyFrom(book, from, Math.min(1000, book.length - from)))
                        .build());
            }
            stream.onCompleted();
            return answer.get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw (StatusRuntimeException) e.getCause();
        }
    }

    private static byte[] offer() throws IOException {
        try (InputStream content =
                Objects.requireNonNull(PriceBookApiTest.class.getResourceAsStream("/offers/sagemaker.json"))) {
            return content.readAllBytes();
        }
    }

    private String line(String price) {
        return "%s,4,16,0,us-east-1,studio,EUR,%s,own,2026\n".formatted(type, price);
    }

    private String other(String price) {
        return "%s-b,4,16,0,us-east-1,studio,EUR,%s,own,2026\n".formatted(type, price);
    }

    private ValidatableResponse importCsv(String lines) {
        return importCsv(lines, false);
    }

    private ValidatableResponse importCsv(String lines, boolean activate) {
        return api().contentType("text/csv")
                .queryParam("name", name)
                .queryParam("activate", activate)
                .body(HEADER + lines)
                .post("/api/v1/price-books")
                .then();
    }

    private String newest() {
        return api().queryParam("name", name)
                .get("/api/v1/price-books")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].priceBookId");
    }

    private ValidatableResponse changes(String book, String against) {
        return api().queryParam("against", against)
                .get("/api/v1/price-books/" + book + "/changes")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse activate(String book, String body) {
        return api().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/price-books/" + book + ":activate")
                .then();
    }

    private ValidatableResponse prices() {
        return api().queryParam("instanceType", type)
                .get("/api/v1/prices")
                .then()
                .statusCode(200);
    }

    private static RequestSpecification api() {
        return given().header("Authorization", "Bearer " + TestTokens.operator());
    }
}
