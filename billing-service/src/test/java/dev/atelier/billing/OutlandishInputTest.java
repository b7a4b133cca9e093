package dev.atelier.billing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.google.protobuf.Timestamp;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.v1.ActivatePriceBookRequest;
import dev.atelier.billing.v1.BudgetServiceGrpc;
import dev.atelier.billing.v1.BudgetSpec;
import dev.atelier.billing.v1.CreateBudgetRequest;
import dev.atelier.billing.v1.ExportServiceGrpc;
import dev.atelier.billing.v1.OverrideBudgetRequest;
import dev.atelier.billing.v1.PriceBookServiceGrpc;
import dev.atelier.billing.v1.ValidateFocusRequest;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that a protocol carries and nothing behind it holds are the caller's fault. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class OutlandishInputTest {
    @TestHTTPResource("/")
    URI service;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "costs?team=%00",
                "costs?tag=a%3D%00",
                "meters?domainId=%00",
                "alerts?budgetId=%00",
                "prices?region=%00",
                "costs?start=2026-01-01T00:00:00Z&end=%2B300000-01-01T00:00:00Z",
                "costs?start=-300000-01-01T00:00:00Z",
                "costs?start=%2B300000-01-01T00:00:00Z&end=%2B300001-01-01T00:00:00Z",
                "exports/focus?start=-300000-01-01T00:00:00Z"
            })
    void whatNoDatabaseHoldsIsRefused(String question) {
        given().header("Authorization", "Bearer " + TestTokens.operator())
                .urlEncodingEnabled(false)
                .get("/api/v1/" + question)
                .then()
                .statusCode(400)
                .body("code", equalTo("validation"));
    }

    @Test
    void allOfTheCalendarIsAnswered() {
        given().header("Authorization", "Bearer " + TestTokens.operator())
                .get("/api/v1/costs?start=0001-01-01T00:00:00Z&end=9999-12-31T00:00:00Z&domainId=nobody")
                .then()
                .statusCode(200)
                .body("totals", empty());
    }

    @Test
    void timesInMessagesAreWithinTheCalendar() {
        Timestamp never = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
        com.google.protobuf.Duration endless = com.google.protobuf.Duration.newBuilder()
                .setSeconds(Long.MAX_VALUE)
                .setNanos(Integer.MAX_VALUE)
                .build();
        try (GrpcClient admin = new GrpcClient(service, TestTokens.operator())) {
            refused(() -> admin.stub(BudgetServiceGrpc::newBlockingStub)
                    .overrideBudget(
                            OverrideBudgetRequest.newBuilder().setUntil(never).build()));
            refused(() -> admin.stub(BudgetServiceGrpc::newBlockingStub)
                    .createBudget(CreateBudgetRequest.newBuilder()
                            .setSpec(BudgetSpec.newBuilder().setGrace(endless))
                            .build()));
            refused(() -> admin.stub(PriceBookServiceGrpc::newBlockingStub)
                    .activatePriceBook(ActivatePriceBookRequest.newBuilder()
                            .setActiveFrom(never)
                            .build()));
            refused(() -> admin.stub(ExportServiceGrpc::newBlockingStub)
                    .validateFocus(
                            ValidateFocusRequest.newBuilder().setStart(never).build()));
        }
    }

    private static void refused(ThrowingCallable call) {
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(GrpcErrors.toAtelier(refused).code()).isEqualTo(ErrorCode.VALIDATION);
    }
}
