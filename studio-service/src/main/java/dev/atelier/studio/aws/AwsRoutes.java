package dev.atelier.studio.aws;

import dev.atelier.api.identity.Caller;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsJson;
import dev.atelier.platform.aws.AwsScope;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.UUID;

/**
 * {@code POST /} with {@code X-Amz-Target: SageMaker.<Operation>}, and {@code PUT /BatchPutMetrics}: does what is Studio's, and passes the
 * rest on to Autopilot.
 */
@ApplicationScoped
class AwsRoutes {
    private static final String TARGET = "SageMaker.";
    private static final String METRICS = "BatchPutMetrics";
    private static final int MAX_BODY = 1024 * 1024;
    /** Before the order at which Quarkus reads bodies. */
    static final int FIRST = -1000;

    private final AwsFront front;
    private final AwsOperations operations;
    private final AutopilotCalls autopilot;
    private final AwsConfig config;
    private final AwsJson json;
    private final AwsRefusals refusals;

    AwsRoutes(
            AwsFront front,
            AwsOperations operations,
            AutopilotCalls autopilot,
            AwsConfig config,
            AwsJson json,
            AwsRefusals refusals) {
        this.front = front;
        this.operations = operations;
        this.autopilot = autopilot;
        this.config = config;
        this.json = json;
        this.refusals = refusals;
    }

    void register(@Observes Router router) {
        router.post("/")
                .order(FIRST)
                .handler(routing -> front.serve(routing, MAX_BODY, new Operations("application/x-amz-json-1.1") {
                    @Override
                    String operation(AwsFront.Received received) {
                        String target = received.header("x-amz-target");
                        return target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
                    }
                }));
        router.put("/" + METRICS)
                .order(FIRST)
                .handler(routing -> front.serve(routing, MAX_BODY, new Operations("application/json") {
                    @Override
                    String operation(AwsFront.Received received) {
                        return METRICS;
                    }
                }));
    }

    /** Operations whose requests and answers are JSON. */
    private abstract class Operations implements AwsFront.Answering {
        private final String contentType;

        Operations(String contentType) {
            this.contentType = contentType;
        }

        /** Which one is asked for. */
        abstract String operation(AwsFront.Received received);

        @Override
        public AwsFront.Sent answer(AwsFront.Received received) {
            AwsInput input = json.read(received.body().getBytes());
            Caller caller = received.signer().caller();
            AwsScope scope = new AwsScope(received.signer().region(), config.accountId());
            String operation = operation(received);
            byte[] output = operations
                    .find(operation, input)
                    .map(own -> json.write(own.call(new AwsCall(caller, scope, input))))
                    .orElseGet(() -> autopilot.operation(
                            caller, scope, operation, received.body().getBytes()));
            return new AwsFront.Sent(200, contentType, Map.of(), Buffer.buffer(output));
        }

        @Override
        public AwsFront.Sent refusal(UUID requestId, RuntimeException failure) {
            return refusals.of(requestId, failure, contentType);
        }
    }
}
