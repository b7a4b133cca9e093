package dev.atelier.autopilot.service.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.dataset.InputTexts;
import dev.atelier.autopilot.service.usage.Owners;
import dev.atelier.platform.aws.AwsException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads which columns are features from the JSON that a FeatureSpecificationS3Uri names: {@code {"FeatureAttributeNames": ["age", "job"]}}. */
@ApplicationScoped
class FeatureSpecifications {
    static final String MEMBER = "FeatureSpecificationS3Uri";

    private static final String FIELD = "featureSpecificationS3Uri";
    private static final String NAMES = "FeatureAttributeNames";
    private static final int MOST_BYTES = 1 << 20;

    private final InputTexts texts;
    private final Owners owners;
    private final ObjectMapper json;

    FeatureSpecifications(InputTexts texts, Owners owners, ObjectMapper json) {
        this.texts = texts;
        this.owners = owners;
        this.json = json;
    }

    /**
     * The columns that it names.
     *
     * @throws AwsException ValidationException when it is no such JSON, or asks for types, which the engine finds itself
     */
    List<String> names(Caller caller, Target target, String uri) {
        DataSource source = DataSource.of(uri);
        if (source.datasetId() != null) {
            throw AwsException.validation(FIELD, "Member must be like s3://bucket/key, file:///path or home:path");
        }
        JsonNode specification = parsed(texts.read(
                owners.resolve(caller, target.domainId(), target.userProfileName()),
                source.toTable(),
                FIELD,
                MOST_BYTES));
        if (!specification.path("FeatureDataTypes").isMissingNode()) {
            throw AwsException.unsupported("FeatureDataTypes, since the engine finds the types of columns itself,");
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : specification.path(NAMES)) {
            if (!name.isTextual()) {
                throw notNames();
            }
            names.add(name.textValue());
        }
        if (names.isEmpty()) {
            throw notNames();
        }
        return names;
    }

    private JsonNode parsed(byte[] text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException _) {
            throw notNames();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AwsException notNames() {
        return AwsException.validation(FIELD, "The file must be like {\"" + NAMES + "\": [\"age\", \"job\"]}");
    }
}
