package dev.atelier.platform.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Requests and answers of the protocol as JSON. */
@Singleton
public class AwsJson {
    private static final Logger LOG = Logger.getLogger(AwsJson.class);

    private final ObjectMapper json;

    AwsJson(ObjectMapper json) {
        this.json = json;
    }

    /** The structure in a request's body. */
    public AwsInput read(byte[] body) {
        try {
            JsonNode node = json.readTree(body);
            if (node != null && node.isObject()) {
                return new AwsInput(node);
            }
        } catch (IOException e) {
            LOG.debugf("A request is not JSON: %s", e.getMessage());
        }
        throw new AwsException("SerializationException", 400, "The request has to be a JSON structure.");
    }

    /** The body of an answer. */
    public byte[] write(Map<String, ? extends @Nullable Object> members) {
        try {
            return json.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
