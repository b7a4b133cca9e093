package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.autopilot.service.model.Model;
import dev.atelier.autopilot.service.model.ModelService;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.platform.aws.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Models: a candidate's container, by the place of its model. */
@ApplicationScoped
class ModelWire {
    private final ModelService models;
    private final Places places;
    private final KeptDocuments kept;
    private final Documents documents;

    ModelWire(ModelService models, Places places, KeptDocuments kept, Documents documents) {
        this.models = models;
        this.places = places;
        this.kept = kept;
        this.documents = documents;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        String name = input.text("ModelName");
        input.refuse("VpcConfig", "EnableNetworkIsolation", "InferenceExecutionConfig");
        Places.CandidateName candidate = Places.candidate(container(input).text("ModelDataUrl"));
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        Model model = models.create(call.caller(), name, candidate.jobName(), candidate.candidateName());
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(document, input, "ExecutionRoleArn", "PrimaryContainer", "Containers");
        kept.keep(model.id(), new Kept(document.toString(), tags));
        return structure("ModelArn", Arns.of(call, Arns.Kind.MODEL, name));
    }

    private static AwsInput container(AwsInput input) {
        Optional<AwsInput> primary = input.structure("PrimaryContainer");
        List<AwsInput> containers = input.structures("Containers");
        if (primary.isPresent() == !containers.isEmpty()) {
            throw AwsException.validation("primaryContainer", "Give exactly one of PrimaryContainer and Containers");
        }
        if (containers.size() > 1) {
            throw AwsException.unsupported("A second container");
        }
        AwsInput container = primary.orElseGet(containers::getFirst);
        container.refuse(
                "ModelPackageName", "ModelDataSource", "AdditionalModelDataSources", "MultiModelConfig", "ImageConfig");
        if (!container.optional("Image").orElse(CandidateWire.IMAGE).equals(CandidateWire.IMAGE)) {
            throw AwsException.unsupported(
                    "An Image other than %s, which serves candidates,".formatted(CandidateWire.IMAGE));
        }
        return container;
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        Model model = models.get(call.caller(), call.input().text("ModelName"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(call, model));
        ObjectNode document = documents.read(Optional.of(kept.find(model.id()).document()));
        document.properties().forEach(entry -> answer.put(entry.getKey(), entry.getValue()));
        if (!answer.containsKey("PrimaryContainer") && !answer.containsKey("Containers")) {
            answer.put(
                    "PrimaryContainer",
                    structure(
                            "Image",
                            CandidateWire.IMAGE,
                            "ModelDataUrl",
                            places.model(new Places.CandidateName(model.jobName(), model.candidateName()))));
        }
        answer.put("EnableNetworkIsolation", false);
        return answer;
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<Model> page = models.list(call.caller(), null, null, Listings.of(call, Listings.NAME), call.page());
        return AwsOutput.page("Models", page, model -> summary(call, model));
    }

    Map<String, @Nullable Object> delete(AwsCall call) {
        models.delete(call.caller(), call.input().text("ModelName"));
        return Map.of();
    }

    private static Map<String, @Nullable Object> summary(AwsCall call, Model model) {
        return structure(
                "ModelName",
                model.name(),
                "ModelArn",
                Arns.of(call, Arns.Kind.MODEL, model.name()),
                "CreationTime",
                AwsOutput.time(model.creationTime()));
    }
}
