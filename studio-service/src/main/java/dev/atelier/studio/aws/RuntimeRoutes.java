package dev.atelier.studio.aws;

import com.google.protobuf.ByteString;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.autopilot.v1.InvokeEndpointRequest;
import dev.atelier.autopilot.v1.InvokeEndpointResponse;
import dev.atelier.platform.aws.AwsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code POST /endpoints/{EndpointName}/invocations}: InvokeEndpoint of SageMaker Runtime. */
@ApplicationScoped
class RuntimeRoutes {
    private static final int MAX_BODY = 6 * 1024 * 1024;
    private static final String HEADER = "x-amzn-sagemaker-";
    /** What would have to be obeyed: Atelier has one model behind a variant, and no sessions. */
    private static final List<String> UNSUPPORTED = List.of(
            "target-model", "target-container-hostname", "inference-component", "enable-explanations", "session-id");

    private final AwsFront front;
    private final AutopilotCalls autopilot;
    private final AwsRefusals refusals;

    RuntimeRoutes(AwsFront front, AutopilotCalls autopilot, AwsRefusals refusals) {
        this.front = front;
        this.autopilot = autopilot;
        this.refusals = refusals;
    }

    void register(@Observes Router router) {
        router.post("/endpoints/:endpointName/invocations")
                .order(AwsRoutes.FIRST)
                .handler(routing -> {
                    String endpoint = routing.pathParam("endpointName");
                    front.serve(routing, MAX_BODY, new Invocation(endpoint));
                });
    }

    private final class Invocation implements AwsFront.Answering {
        private final String endpointName;

        Invocation(String endpointName) {
            this.endpointName = endpointName;
        }

        @Override
        public AwsFront.Sent answer(AwsFront.Received received) {
            UNSUPPORTED.stream()
                    .filter(name -> !received.header(HEADER + name).isEmpty())
                    .findFirst()
                    .ifPresent(name -> {
                        throw AwsException.unsupported(HEADER + name);
                    });
            String accept = received.header("accept");
            InvokeEndpointResponse response = autopilot.invoke(
                    received.signer().caller(),
                    InvokeEndpointRequest.newBuilder()
                            .setEndpointName(endpointName)
                            .setContentType(received.header("content-type"))
                            .setAccept(accept.contains("*/*") ? "" : accept)
                            .setTargetVariant(received.header(HEADER + "target-variant"))
                            .setBody(ByteString.copyFrom(received.body().getBytes()))
                            .build());
            return new AwsFront.Sent(
                    200,
                    response.getContentType(),
                    Map.of("x-Amzn-Invoked-Production-Variant", response.getInvokedVariant()),
                    Buffer.buffer(response.getBody().toByteArray()));
        }

        /** This service calls what is wrong with a request, and an endpoint that is not there, a ValidationError. */
        @Override
        public AwsFront.Sent refusal(UUID requestId, RuntimeException failure) {
            return refusals.of(requestId, told(failure), "application/json");
        }

        private RuntimeException told(RuntimeException failure) {
            return switch (failure) {
                case AwsException refused
                when refused.type().equals("ValidationException") -> invalid(String.valueOf(refused.getMessage()));
                case AtelierException error
                when error.code() == ErrorCode.RESOURCE_NOT_FOUND
                        || error.code().awsType().equals("ValidationException") -> invalid(error.detail());
                case AtelierException error
                when error.code() == ErrorCode.NOT_READY ->
                    new AwsException(error.code().awsType(), error.code().awsStatus(), error.detail());
                default -> failure;
            };
        }

        private static AwsException invalid(String message) {
            return new AwsException("ValidationError", 400, message);
        }
    }
}
