package dev.atelier.studio.aws;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.AwsErrors;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsJson;
import dev.atelier.platform.error.Errors;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What is told of a failure. */
@ApplicationScoped
class AwsRefusals {
    private static final String ERROR_TYPE = "x-amzn-ErrorType";

    private final AwsJson json;

    AwsRefusals(AwsJson json) {
        this.json = json;
    }

    /** Of the protocol itself, or of the catalogue; like AWS, a resource that is not ready is in use. */
    AwsFront.Sent of(UUID requestId, RuntimeException failure, String contentType) {
        if (failure instanceof AwsException refused) {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("__type", refused.type());
            body.put("message", String.valueOf(refused.getMessage()));
            body.put("Message", String.valueOf(refused.getMessage()));
            return new AwsFront.Sent(
                    refused.status(), contentType, Map.of(ERROR_TYPE, refused.type()), Buffer.buffer(json.write(body)));
        }
        AtelierException error = Errors.resolve(failure);
        Errors.log(error, "The AWS request " + requestId);
        AtelierException told = error.code() == ErrorCode.NOT_READY
                ? new AtelierException(ErrorCode.RESOURCE_IN_USE, error.detail())
                : error;
        AwsErrors.Answer answer = AwsErrors.render(told, requestId);
        return new AwsFront.Sent(
                answer.status(), contentType, answer.headers(), Buffer.buffer(json.write(answer.body())));
    }
}
