package dev.atelier.api.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Errors as the AWS JSON 1.1 protocol gives them. botocore reads {@code __type} and {@code message}, the Java SDK the
 * header {@code x-amzn-ErrorType} and {@code Message}, so both spellings are sent.
 */
public final class AwsErrors {
    private AwsErrors() {}

    /**
     * An answer of the protocol.
     *
     * @param status the HTTP status
     * @param headers {@code x-amzn-RequestId} and {@code x-amzn-ErrorType}
     * @param body {@code __type}, {@code message} and {@code Message}
     */
    public record Answer(int status, Map<String, String> headers, Map<String, String> body) {}

    public static Answer render(AtelierException error, UUID requestId) {
        String type = error.code().awsType();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-RequestId", requestId.toString());
        headers.put("x-amzn-ErrorType", type);
        Map<String, String> body = new LinkedHashMap<>();
        body.put("__type", type);
        body.put("message", error.detail());
        body.put("Message", error.detail());
        return new Answer(error.code().awsStatus(), headers, body);
    }
}
