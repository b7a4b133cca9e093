package dev.atelier.autopilot.service;

import static io.restassured.RestAssured.given;

import dev.atelier.testing.TestTokens;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API as one user calls it. */
public final class Api implements AutoCloseable {
    /** The domain of the tests. */
    public static final String DOMAIN = "d-1";

    private final String token;
    private @Nullable ManagedChannel channel;

    private Api(String token) {
        this.token = token;
    }

    /** As a member of {@link #DOMAIN}. */
    public static Api member(String user) {
        return new Api(TestTokens.user(DOMAIN, user));
    }

    /** As billing, which ends for a member of {@link #DOMAIN} what a budget stops. */
    public static Api billing(String user) {
        return new Api(TestTokens.service("billing-service", DOMAIN, user));
    }

    /** As the operator. */
    public static Api operator() {
        return new Api(TestTokens.operator());
    }

    /** A name that nobody else uses. */
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A REST request with the token. */
    public RequestSpecification rest() {
        return given().header("Authorization", "Bearer " + token);
    }

    /** The channel for gRPC stubs. */
    public ManagedChannel channel() {
        ManagedChannel known = channel;
        if (known == null) {
            known = ManagedChannelBuilder.forAddress("127.0.0.1", RestAssured.port)
                    .usePlaintext()
                    .build();
            channel = known;
        }
        return known;
    }

    /** Puts the token on gRPC calls. */
    public ClientInterceptor credentials() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    /** Uploads a table and gives its id. */
    public String upload(byte[] csv) {
        return rest().queryParam("name", "table.csv")
                .contentType("text/csv")
                .body(csv)
                .post("/api/v1/datasets")
                .then()
                .statusCode(201)
                .extract()
                .path("datasetId");
    }

    /** The stable code of a gRPC failure. */
    public static String code(StatusRuntimeException failure) {
        return dev.atelier.api.error.GrpcErrors.toAtelier(failure).code().code();
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
    }
}
