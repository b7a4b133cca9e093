package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.autopilot.service.model.Model;
import dev.atelier.autopilot.service.model.ModelService;
import dev.atelier.autopilot.service.transform.NewTransform;
import dev.atelier.autopilot.service.transform.Transform;
import dev.atelier.autopilot.service.transform.TransformCreation;
import dev.atelier.autopilot.service.transform.TransformService;
import dev.atelier.autopilot.service.transform.TransformState;
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

/** Batch transforms. */
@ApplicationScoped
class TransformWire {
    private static final List<String> KEPT =
            List.of("ModelName", "MaxConcurrentTransforms", "MaxPayloadInMB", "BatchStrategy", "TransformInput");

    private final TransformCreation creation;
    private final TransformService transforms;
    private final ModelService models;
    private final Places places;
    private final KeptDocuments kept;
    private final Documents documents;

    TransformWire(
            TransformCreation creation,
            TransformService transforms,
            ModelService models,
            Places places,
            KeptDocuments kept,
            Documents documents) {
        this.creation = creation;
        this.transforms = transforms;
        this.models = models;
        this.places = places;
        this.kept = kept;
        this.documents = documents;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        String name = input.text("TransformJobName");
        input.refuse("DataCaptureConfig", "ExperimentConfig", "Environment");
        input.structure("DataProcessing").ifPresent(TransformWire::refuseProcessing);
        AwsInput output = input.required("TransformOutput");
        output.text("S3OutputPath");
        output.refuse("KmsKeyId");
        AwsInput resources = input.required("TransformResources");
        resources.refuse("VolumeKmsKeyId");
        Integer count = resources.number("InstanceCount");
        if (count == null || count != 1) {
            throw AwsException.validation("transformResources.instanceCount", "Member must be 1");
        }
        DataSource source = DataSource.of(input.required("TransformInput"));
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        Model model = models.usable(call.caller(), input.text("ModelName"));
        Transform transform = creation.create(
                call.caller(),
                new NewTransform(
                        name, model.jobName(), model.candidateName(), source.toTable(), resources.text("InstanceType")),
                null);
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(document, input, KEPT.toArray(String[]::new));
        kept.keep(transform.id(), new Kept(document.toString(), tags));
        return structure("TransformJobArn", Arns.of(call, Arns.Kind.TRANSFORM_JOB, name));
    }

    private static void refuseProcessing(AwsInput processing) {
        for (String filter : List.of("InputFilter", "OutputFilter")) {
            if (!processing.optional(filter).orElse("$").equals("$")) {
                throw AwsException.unsupported(filter);
            }
        }
        if (!processing.oneOf("JoinSource", "Input", "None").orElse("None").equals("None")) {
            throw AwsException.unsupported("JoinSource");
        }
    }

    Map<String, @Nullable Object> stop(AwsCall call) {
        transforms.stop(call.caller(), call.input().text("TransformJobName"));
        return Map.of();
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        Transform transform = transforms.get(call.caller(), call.input().text("TransformJobName"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(common(call, transform));
        ObjectNode document =
                documents.read(Optional.of(kept.find(transform.id()).document()));
        KEPT.stream().filter(document::has).forEach(member -> answer.put(member, document.get(member)));
        answer.putIfAbsent("TransformInput", structure("DataSource", DataSource.ofDataset(transform.datasetId())));
        answer.put("TransformResources", structure("InstanceType", transform.instanceType(), "InstanceCount", 1));
        answer.put("AutoMLJobArn", Arns.of(call, Arns.Kind.AUTO_ML_JOB, transform.jobName()));
        if (transform.startTime() != null) {
            answer.put("TransformStartTime", AwsOutput.time(transform.startTime()));
        }
        if (transform.state() instanceof TransformState.Completed) {
            answer.put(
                    "TransformOutput",
                    structure("S3OutputPath", places.output(transform.name()), "Accept", "text/csv"));
        }
        return answer;
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<Transform> page = transforms.list(
                call.caller(),
                Listings.of(call, Listings.NAME_STATUS, "InProgress", "Completed", "Failed", "Stopping", "Stopped"),
                call.page());
        return AwsOutput.page("TransformJobSummaries", page, transform -> {
            Map<String, @Nullable Object> summary = new LinkedHashMap<>(common(call, transform));
            summary.put("LastModifiedTime", AwsOutput.time(transform.lastModifiedTime()));
            return summary;
        });
    }

    private static Map<String, @Nullable Object> common(AwsCall call, Transform transform) {
        return structure(
                "TransformJobName",
                transform.name(),
                "TransformJobArn",
                Arns.of(call, Arns.Kind.TRANSFORM_JOB, transform.name()),
                "TransformJobStatus",
                transform.state().label(),
                "FailureReason",
                transform.state().failureReason(),
                "CreationTime",
                AwsOutput.time(transform.creationTime()),
                "TransformEndTime",
                AwsOutput.timeOrNull(transform.endTime()));
    }
}
