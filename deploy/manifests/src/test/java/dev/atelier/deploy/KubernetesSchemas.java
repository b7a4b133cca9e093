package dev.atelier.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** The strict Kubernetes schemas of the kinds in use: a field that a kind does not have is a violation. */
final class KubernetesSchemas {

    private static final String RESOURCE = "/schema/kubernetes-1.34.json";

    private final ObjectMapper json = new ObjectMapper();
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final JsonNode definitions;

    KubernetesSchemas() {
        try (InputStream in = KubernetesSchemas.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path.");
            }
            this.definitions = json.readTree(in).path("$defs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the object, empty if nothing is. An unknown kind is wrong, too. */
    List<String> violations(JsonNode object) {
        String kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        if (!definitions.has(kind)) {
            return List.of(kind + ": no schema; add the kind to schema/trim.py");
        }
        JsonNode schema = json.createObjectNode()
                .put("$ref", "#/$defs/" + kind.replace("/", "~1"))
                .set("$defs", definitions);
        String name = kind + " " + object.at("/metadata/name").asText();
        Stream<String> nameless = object.at("/metadata/name").isTextual()
                ? Stream.empty()
                : Stream.of(kind + ": metadata.name is missing");
        return Stream.concat(
                        nameless,
                        factory.getSchema(schema).validate(object).stream().map(message -> name + ": " + message))
                .toList();
    }
}
