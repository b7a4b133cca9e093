package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.autopilot.service.monitor.JobDefinition;
import dev.atelier.autopilot.service.monitor.JobDefinitions;
import dev.atelier.autopilot.service.monitor.MonitoringType;
import dev.atelier.autopilot.service.monitor.NewJobDefinition;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOperation;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.platform.aws.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Job definitions of monitors, of each type under its own names. */
@ApplicationScoped
class JobDefinitionWire {
    private static final String NAME = "JobDefinitionName";

    private final JobDefinitions definitions;
    private final KeptDocuments kept;
    private final Documents documents;

    JobDefinitionWire(JobDefinitions definitions, KeptDocuments kept, Documents documents) {
        this.definitions = definitions;
        this.kept = kept;
        this.documents = documents;
    }

    /** The operations of a type by their names. */
    Map<String, AwsOperation> operations(MonitoringType type) {
        String name = type.label() + "JobDefinition";
        return Map.of(
                "Create" + name, call -> create(type, call),
                "Describe" + name, call -> describe(type, call),
                "List" + name + "s", call -> list(type, call),
                "Delete" + name, call -> delete(type, call));
    }

    private Map<String, @Nullable Object> create(MonitoringType type, AwsCall call) {
        AwsInput input = call.input();
        MonitoringTarget target = MonitoringTarget.of(type, input);
        if (type == MonitoringType.MODEL_QUALITY) {
            DataSource _ = outcomes(input);
        }
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        JobDefinition definition = definitions.create(
                call.caller(),
                new NewJobDefinition(
                        input.text(NAME),
                        type,
                        target.endpointName(),
                        target.threshold(),
                        target.instanceType(),
                        target.maxRuntime()));
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(
                document,
                input,
                type.label() + "BaselineConfig",
                type.label() + "AppSpecification",
                type.label() + "JobInput",
                type.label() + "JobOutputConfig",
                "JobResources",
                "NetworkConfig",
                "RoleArn",
                "StoppingCondition");
        kept.keep(definition.id(), new Kept(document.toString(), tags));
        return structure("JobDefinitionArn", arn(call, definition));
    }

    /** Where the table with the outcomes of a definition of the quality of a model lies. */
    static DataSource outcomes(AwsInput definition) {
        return DataSource.of(definition
                .required("ModelQualityJobInput")
                .required("GroundTruthS3Input")
                .text("S3Uri"));
    }

    private Map<String, @Nullable Object> describe(MonitoringType type, AwsCall call) {
        JobDefinition definition =
                definitions.get(call.caller(), type, call.input().text(NAME));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(structure(
                "JobDefinitionArn",
                arn(call, definition),
                NAME,
                definition.name(),
                "CreationTime",
                AwsOutput.time(definition.creationTime())));
        documents
                .read(Optional.of(kept.find(definition.id()).document()))
                .properties()
                .forEach(entry -> answer.put(entry.getKey(), entry.getValue()));
        return answer;
    }

    private Map<String, @Nullable Object> list(MonitoringType type, AwsCall call) {
        Page<JobDefinition> page = definitions.list(
                call.caller(),
                type,
                call.input().optional("EndpointName").orElse(null),
                Listings.of(call, Listings.NAME),
                call.page());
        return AwsOutput.page(
                "JobDefinitionSummaries",
                page,
                definition -> structure(
                        "MonitoringJobDefinitionName",
                        definition.name(),
                        "MonitoringJobDefinitionArn",
                        arn(call, definition),
                        "CreationTime",
                        AwsOutput.time(definition.creationTime()),
                        "EndpointName",
                        definition.endpointName()));
    }

    private Map<String, @Nullable Object> delete(MonitoringType type, AwsCall call) {
        definitions.delete(call.caller(), type, call.input().text(NAME));
        return Map.of();
    }

    private static String arn(AwsCall call, JobDefinition definition) {
        return Arns.of(
                call,
                switch (definition.type()) {
                    case DATA_QUALITY -> Arns.Kind.DATA_QUALITY_JOB_DEFINITION;
                    case MODEL_QUALITY -> Arns.Kind.MODEL_QUALITY_JOB_DEFINITION;
                },
                definition.name());
    }
}
