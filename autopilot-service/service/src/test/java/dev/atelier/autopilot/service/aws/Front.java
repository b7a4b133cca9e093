package dev.atelier.autopilot.service.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.atelier.api.error.AwsErrors;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.v1.AwsServiceGrpc;
import dev.atelier.autopilot.v1.CallOperationRequest;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Stands where studio-service stands: takes the requests of the AWS SDK, whose signatures it does not look at, and passes them on. */
final class Front implements SdkHttpClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsServiceGrpc.AwsServiceBlockingStub service;

    private Front(Api api) {
        this.service = AwsServiceGrpc.newBlockingStub(api.channel()).withInterceptors(api.credentials());
    }

    /** A client of whoever the API is called as. */
    static SageMakerClient client(Api api) {
        return SageMakerClient.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(new Front(api))
                .build();
    }

    /** Does an operation that is not SageMaker's own client's. */
    static void call(Api api, String operation, String input) {
        AwsServiceGrpc.newBlockingStub(api.channel())
                .withInterceptors(api.credentials())
                .callOperation(CallOperationRequest.newBuilder()
                        .setOperation(operation)
                        .setRegion("eu-west-1")
                        .setAccountId("000000000000")
                        .setInput(ByteString.copyFromUtf8(input))
                        .build());
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return answer(request);
            }

            @Override
            public void abort() {
                // it is answered at once
            }
        };
    }

    private HttpExecuteResponse answer(HttpExecuteRequest request) {
        String target =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
        try {
            return response(
                    200,
                    null,
                    service.callOperation(CallOperationRequest.newBuilder()
                                    .setOperation(target.substring(target.indexOf('.') + 1))
                                    .setRegion("eu-west-1")
                                    .setAccountId("000000000000")
                                    .setInput(body(request))
                                    .build())
                            .getOutput()
                            .newInput());
        } catch (StatusRuntimeException e) {
            AwsErrors.Answer refused = AwsErrors.render(GrpcErrors.toAtelier(e), UUID.randomUUID());
            return response(
                    refused.status(),
                    refused.headers().get("x-amzn-ErrorType"),
                    new ByteArrayInputStream(json(refused)));
        }
    }

    private static ByteString body(HttpExecuteRequest request) {
        try (InputStream body = request.contentStreamProvider().orElseThrow().newStream()) {
            return ByteString.readFrom(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] json(AwsErrors.Answer refused) {
        try {
            return JSON.writeValueAsBytes(refused.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpExecuteResponse response(int status, @Nullable String errorType, InputStream body) {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
        if (errorType != null) {
            response.putHeader("x-amzn-ErrorType", errorType);
        }
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(body))
                .build();
    }

    @Override
    public void close() {
        // the channel is the API's
    }
}
