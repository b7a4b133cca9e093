package dev.atelier.platform.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.v1.AuthorizeLaunchRequest;
import dev.atelier.billing.v1.EstimateCostRequest;
import dev.atelier.billing.v1.EstimateServiceGrpc;
import dev.atelier.billing.v1.ListPricesRequest;
import dev.atelier.billing.v1.Price;
import dev.atelier.billing.v1.PriceServiceGrpc;
import dev.atelier.testing.TestTokens;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GrpcCallsTest {
    @TestHTTPResource
    URI uri;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private static ClientInterceptor token(String header) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), header);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static ClientInterceptor operator() {
        return token("Bearer " + TestTokens.operator());
    }

    private Price prices(String instanceType, ClientInterceptor interceptor) {
        return PriceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(interceptor)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .listPrices(ListPricesRequest.newBuilder()
                        .setInstanceType(instanceType)
                        .build())
                .getPrices(0);
    }

    private AtelierException failure(String instanceType, ClientInterceptor interceptor) {
        StatusRuntimeException thrown =
                catchThrowableOfType(StatusRuntimeException.class, () -> prices(instanceType, interceptor));
        assertThat(thrown).isNotNull();
        AtelierException error = GrpcErrors.toAtelier(thrown);
        assertThat(thrown.getStatus().getCode()).isEqualTo(error.code().grpcCode());
        return error;
    }

    @Test
    void knowsTheCallerOnVirtualThreadsAndOnTheEventLoop() {
        assertThat(prices("", operator()).getSource()).isEqualTo("operator");
        Price ofAnn = prices("", token("token " + TestTokens.user("d-1", "ann")));
        assertThat(ofAnn.getSource()).isEqualTo("d-1/ann");
        assertThat(ofAnn.getRegion()).isEqualTo("true");
        assertThat(EstimateServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(token("Bearer " + TestTokens.service("studio-service")))
                        .authorizeLaunch(AuthorizeLaunchRequest.getDefaultInstance())
                        .getReason())
                .isEqualTo("studio-service");
    }

    @Test
    void rendersTheCatalogueWithItsDetails() {
        assertThat(failure("throw", operator()).code()).isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
        AtelierException invalid = failure("fail", operator());
        assertThat(invalid.code()).isEqualTo(ErrorCode.VALIDATION);
        assertThat(invalid.detail()).isEqualTo("two things are wrong");
        assertThat(invalid.violations())
                .containsExactly(new FieldViolation("region", "unknown"), new FieldViolation("size", "odd"));
    }

    @Test
    void rendersWhatAStreamObserverIsGiven() {
        StatusRuntimeException thrown = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> EstimateServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(operator())
                        .estimateCost(EstimateCostRequest.getDefaultInstance()));
        assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(GrpcErrors.toAtelier(thrown).detail()).isEqualTo("There is no estimate 'e-1'.");
    }

    @Test
    void leaksNothingOfAnAccident() {
        for (String accident : new String[] {"boom", "boom-later"}) {
            AtelierException error = failure(accident, operator());
            assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(error.detail()).doesNotContain("hunter2");
        }
    }

    @Test
    void letsNobodyInWithoutAToken() {
        for (ClientInterceptor wrong : new ClientInterceptor[] {
            MetadataUtils.newAttachHeadersInterceptor(new Metadata()),
            token("Bearer nonsense"),
            token("Bearer " + TestTokens.forged()),
            token("Bearer " + TestTokens.user("d-1", "ann", Duration.ofMinutes(-1)))
        }) {
            assertThat(failure("", wrong).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        }
    }

    @Test
    void healthNeedsNoToken() {
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    }

    @Test
    void reflectionNeedsAToken() throws Exception {
        assertThat(services(operator()).getListServicesResponse().getServiceList())
                .anyMatch(service -> service.getName().equals("atelier.billing.v1.PriceService"));
        ExecutionException refused = catchThrowableOfType(
                ExecutionException.class, () -> services(MetadataUtils.newAttachHeadersInterceptor(new Metadata())));
        assertThat(refused).isNotNull();
        assertThat(GrpcErrors.toAtelier(refused.getCause()).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    private ServerReflectionResponse services(ClientInterceptor interceptor)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asked = ServerReflectionGrpc.newStub(channel)
                .withInterceptors(interceptor)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        answer.completeExceptionally(thrown);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(new IllegalStateException("no answer"));
                    }
                });
        asked.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
        ServerReflectionResponse response = answer.get(10, TimeUnit.SECONDS);
        asked.onCompleted();
        return response;
    }
}
