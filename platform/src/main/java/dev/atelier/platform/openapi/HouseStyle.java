package dev.atelier.platform.openapi;

import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds the bearer token, and the problem that every operation may answer, with all codes of the catalogue. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class HouseStyle implements OASFilter {
    private static final String TOKEN = "token";
    private static final String PROBLEM = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        if (components == null) {
            components = OASFactory.createComponents();
            document.setComponents(components);
        }
        components.addSecurityScheme(
                TOKEN,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("The operator's token, a user's access token, or one of the company's provider."));
        components.addSchema(PROBLEM, problem());
        components.addResponse(PROBLEM, answer());
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
            document.getPaths().getPathItems().values().stream()
                    .flatMap(path -> path.getOperations().values().stream())
                    .forEach(HouseStyle::mayFail);
        }
    }

    private static void mayFail(Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        if (operation.getResponses().getAPIResponse("default") == null) {
            operation
                    .getResponses()
                    .addAPIResponse("default", OASFactory.createAPIResponse().ref(PROBLEM));
        }
    }

    private static APIResponse answer() {
        return OASFactory.createAPIResponse()
                .description("An error of the catalogue.")
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(PROBLEM))));
    }

    private static Schema problem() {
        Schema violation = object().addProperty(
                        "field", string("The path of the field, for example limits.maxCandidates."))
                .addProperty("message", string("What is expected."))
                .required(List.of("field", "message"));
        return object().description("An error as RFC 9457 describes it.")
                .addProperty("type", string("A URI that names the kind of error."))
                .addProperty("title", string("The same for every occurrence of the code."))
                .addProperty("status", OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER)))
                .addProperty("detail", string("What happened this time and what to do."))
                .addProperty(
                        "code",
                        string("The stable code.")
                                .enumeration(Arrays.stream(ErrorCode.values())
                                        .<Object>map(ErrorCode::code)
                                        .toList()))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .type(List.of(Schema.SchemaType.ARRAY))
                                .items(violation))
                .addProperty("traceId", string("The id under which the log knows the request."))
                .required(List.of("type", "title", "status", "detail", "code", "errors"));
    }

    private static Schema object() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT));
    }

    private static Schema string(String description) {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING)).description(description);
    }
}
