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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads which columns are features, and what they are read as, from the JSON that a FeatureSpecificationS3Uri names: {@code
 * {"FeatureAttributeNames": ["age", "job"], "FeatureDataTypes": {"age": "numeric"}}}.
 */
@ApplicationScoped
class FeatureSpecifications {
    static final String MEMBER = "FeatureSpecificationS3Uri";

    private static final String FIELD = "featureSpecificationS3Uri";
    private static final String NAMES = "FeatureAttributeNames";
    private static final String TYPES = "FeatureDataTypes";
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
     * What a specification says.
     *
     * @param names the only columns that may be features; empty for all but the target
     * @param types by column; the engine finds those of the others
     */
    record Features(List<String> names, Map<String, String> types) {
        static final Features ALL = new Features(List.of(), Map.of());
    }

    /**
     * What the file at an address says.
     *
     * @throws AwsException ValidationException when it is no such JSON
     */
    Features read(Caller caller, Target target, String uri) {
        DataSource source = DataSource.of(uri);
        if (source.datasetId() != null) {
            throw AwsException.validation(FIELD, "Member must be like s3://bucket/key, file:///path or home:path");
        }
        JsonNode specification = parsed(texts.read(
                owners.resolve(caller, target.domainId(), target.userProfileName()),
                source.toTable(),
                FIELD,
                MOST_BYTES));
        JsonNode named = specification.path(NAMES);
        JsonNode typed = specification.path(TYPES);
        if ((!named.isMissingNode() && !named.isArray()) || (!typed.isMissingNode() && !typed.isObject())) {
            throw malformed();
        }
        List<String> names = new ArrayList<>();
        named.forEach(name -> names.add(text(name)));
        Map<String, String> types = new LinkedHashMap<>();
        typed.properties().forEach(type -> types.put(type.getKey(), text(type.getValue())));
        if (names.isEmpty() && types.isEmpty()) {
            throw malformed();
        }
        return new Features(names, types);
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw malformed();
        }
        return value.textValue();
    }

    private JsonNode parsed(byte[] text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException _) {
            throw malformed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AwsException malformed() {
        return AwsException.validation(
                FIELD,
                "The file must be like {\"%s\": [\"age\", \"job\"], \"%s\": {\"age\": \"numeric\"}}, with one of the two at least"
                        .formatted(NAMES, TYPES));
    }
}
