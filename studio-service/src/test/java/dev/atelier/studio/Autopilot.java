package dev.atelier.studio;

import com.google.protobuf.ByteString;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.autopilot.v1.AwsServiceGrpc;
import dev.atelier.autopilot.v1.CallOperationRequest;
import dev.atelier.autopilot.v1.CallOperationResponse;
import dev.atelier.autopilot.v1.EndpointServiceGrpc;
import dev.atelier.autopilot.v1.InvokeEndpointRequest;
import dev.atelier.autopilot.v1.InvokeEndpointResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Autopilot as Studio knows it: its real contract on a real gRPC server, which tells who asked for what. */
final class Autopilot implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> CLAIMS = Context.key("claims");
    private static final int MAX_MESSAGE = 16 << 20;

    private final Server server;

    Autopilot() throws IOException {
        server = ServerBuilder.forPort(0)
                .maxInboundMessageSize(MAX_MESSAGE)
                .intercept(new Claims())
                .addService(new Operations())
                .addService(new Endpoints())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class Claims implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String token = String.valueOf(headers.get(AUTHORIZATION)).substring("Bearer ".length());
            String claims =
                    new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
            return Contexts.interceptCall(Context.current().withValue(CLAIMS, claims), call, headers, next);
        }
    }

    /** Knows {@code ListMonitoringAlerts}, whose answer tells of the request, and no job. */
    private static final class Operations extends AwsServiceGrpc.AwsServiceImplBase {
        @Override
        public void callOperation(CallOperationRequest request, StreamObserver<CallOperationResponse> answers) {
            switch (request.getOperation()) {
                case "ListMonitoringAlerts" -> {
                    answers.onNext(CallOperationResponse.newBuilder()
                            .setOutput(ByteString.copyFromUtf8("{\"NextToken\":\"%s\"}"
                                    .formatted(String.join(
                                                    " ",
                                                    request.getRegion(),
                                                    request.getAccountId(),
                                                    request.getInput().toStringUtf8(),
                                                    CLAIMS.get())
                                            .replace('"', '\''))))
                            .build());
                    answers.onCompleted();
                }
                case "DescribeAutoMLJobV2" ->
                    answers.onError(
                            GrpcErrors.toStatusRuntimeException(AtelierException.notFound("AutoML job", "gone"), null));
                case "ListTags" ->
                    answers.onError(GrpcErrors.toStatusRuntimeException(
                            new AtelierException(ErrorCode.VALIDATION, "Could not find it."), null));
                case "ListAutoMLJobs" ->
                    answers.onError(GrpcErrors.toStatusRuntimeException(AtelierException.internal(null), null));
                default ->
                    answers.onError(GrpcErrors.toStatusRuntimeException(
                            new AtelierException(ErrorCode.METHOD_NOT_ALLOWED, "There is no such operation."), null));
            }
        }
    }

    /** Every endpoint answers with what it was asked; "gone" is not there. */
    private static final class Endpoints extends EndpointServiceGrpc.EndpointServiceImplBase {
        @Override
        public void invokeEndpoint(InvokeEndpointRequest request, StreamObserver<InvokeEndpointResponse> answers) {
            if (request.getEndpointName().equals("gone")) {
                answers.onError(
                        GrpcErrors.toStatusRuntimeException(AtelierException.notFound("endpoint", "gone"), null));
                return;
            }
            answers.onNext(InvokeEndpointResponse.newBuilder()
                    .setContentType(request.getAccept().isEmpty() ? request.getContentType() : request.getAccept())
                    .setInvokedVariant(request.getTargetVariant().isEmpty() ? "AllTraffic" : request.getTargetVariant())
                    .setBody(request.getBody())
                    .build());
            answers.onCompleted();
        }
    }
}
