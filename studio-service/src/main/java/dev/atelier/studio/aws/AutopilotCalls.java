package dev.atelier.studio.aws;

import com.google.protobuf.ByteString;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.v1.AwsServiceGrpc.AwsServiceBlockingStub;
import dev.atelier.autopilot.v1.CallOperationRequest;
import dev.atelier.autopilot.v1.EndpointServiceGrpc.EndpointServiceBlockingStub;
import dev.atelier.autopilot.v1.InvokeEndpointRequest;
import dev.atelier.autopilot.v1.InvokeEndpointResponse;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsScope;
import dev.atelier.platform.security.OnBehalf;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Passes on to autopilot-service what is not Studio's, for whoever signed it. */
@ApplicationScoped
class AutopilotCalls {
    /** A table may have to be read and checked. */
    private static final long OPERATION_SECONDS = 120;
    /** Longer than an endpoint may take, so that its own words reach the caller. */
    private static final long INVOCATION_SECONDS = 70;

    private static final int MAX_NAME = 64;

    private final AwsServiceBlockingStub operations;
    private final EndpointServiceBlockingStub endpoints;
    private final OnBehalf onBehalf;

    AutopilotCalls(
            @GrpcClient("autopilot") AwsServiceBlockingStub operations,
            @GrpcClient("autopilot") EndpointServiceBlockingStub endpoints,
            OnBehalf onBehalf) {
        this.operations = operations;
        this.endpoints = endpoints;
        this.onBehalf = onBehalf;
    }

    /**
     * Does an operation.
     *
     * @param input a JSON structure
     * @return a JSON structure
     * @throws AwsException UnknownOperationException when Autopilot has no such operation
     */
    byte[] operation(Caller caller, AwsScope scope, String operation, byte[] input) {
        if (operation.isEmpty() || operation.length() > MAX_NAME) {
            throw unknown(operation.substring(0, Math.min(operation.length(), MAX_NAME)));
        }
        try {
            return answered(() -> operations
                            .withInterceptors(onBehalf.of(caller))
                            .withDeadlineAfter(OPERATION_SECONDS, TimeUnit.SECONDS)
                            .callOperation(CallOperationRequest.newBuilder()
                                    .setOperation(operation)
                                    .setRegion(scope.region())
                                    .setAccountId(scope.accountId())
                                    .setInput(ByteString.copyFrom(input))
                                    .build()))
                    .getOutput()
                    .toByteArray();
        } catch (AtelierException e) {
            throw e.code() == ErrorCode.METHOD_NOT_ALLOWED ? unknown(operation) : e;
        }
    }

    /** Asks an endpoint. */
    InvokeEndpointResponse invoke(Caller caller, InvokeEndpointRequest request) {
        return answered(() -> endpoints
                .withInterceptors(onBehalf.of(caller))
                .withDeadlineAfter(INVOCATION_SECONDS, TimeUnit.SECONDS)
                .invokeEndpoint(request));
    }

    /** What the caller can mend is passed on, the rest is Autopilot being away. */
    private static <T> T answered(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            AtelierException error = GrpcErrors.toAtelier(e);
            throw switch (error.code()) {
                case UNAUTHENTICATED, INTERNAL, UNAVAILABLE, DEADLINE_EXCEEDED ->
                    AtelierException.unavailable("Autopilot does not answer. Try again in a moment.", e);
                default -> error;
            };
        }
    }

    private static AwsException unknown(String operation) {
        return new AwsException(
                "UnknownOperationException", 400, "There is no operation '%s' here.".formatted(operation));
    }
}
