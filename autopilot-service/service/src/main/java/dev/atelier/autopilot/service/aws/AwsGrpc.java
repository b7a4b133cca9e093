package dev.atelier.autopilot.service.aws;

import com.google.protobuf.UnsafeByteOperations;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.autopilot.v1.AwsServiceGrpc;
import dev.atelier.autopilot.v1.CallOperationRequest;
import dev.atelier.autopilot.v1.CallOperationResponse;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsJson;
import dev.atelier.platform.aws.AwsOperation;
import dev.atelier.platform.aws.AwsScope;
import dev.atelier.platform.security.CallerContext;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** {@code atelier.autopilot.v1.AwsService}. */
@GrpcService
@Blocking
public class AwsGrpc extends AwsServiceGrpc.AwsServiceImplBase {
    private final AwsOperations operations;
    private final AwsJson json;
    private final CallerContext context;

    AwsGrpc(AwsOperations operations, AwsJson json, CallerContext context) {
        this.operations = operations;
        this.json = json;
        this.context = context;
    }

    @Override
    public void callOperation(CallOperationRequest request, StreamObserver<CallOperationResponse> responses) {
        AwsOperation operation = operations
                .find(request.getOperation())
                .orElseThrow(() -> new AtelierException(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        "There is no operation '%s' here.".formatted(request.getOperation())));
        AwsScope scope = new AwsScope(request.getRegion(), request.getAccountId());
        byte[] output;
        try {
            output = json.write(operation.call(new AwsCall(
                    context.caller(), scope, json.read(request.getInput().toByteArray()))));
        } catch (AwsException e) {
            throw new AtelierException(ErrorCode.VALIDATION, String.valueOf(e.getMessage()), e);
        }
        responses.onNext(CallOperationResponse.newBuilder()
                .setOutput(UnsafeByteOperations.unsafeWrap(output))
                .build());
        responses.onCompleted();
    }
}
