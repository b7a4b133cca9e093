package dev.atelier.autopilot.service.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.ExperimentSummary;
import software.amazon.awssdk.services.sagemaker.model.Filter;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.ResourceType;
import software.amazon.awssdk.services.sagemaker.model.SearchExpression;
import software.amazon.awssdk.services.sagemaker.model.SearchRecord;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentArtifact;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentParameterValue;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentSummary;
import software.amazon.awssdk.services.sagemaker.model.TrialSummary;

/** Experiments as the AWS SDK keeps them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
class ExperimentWireIT {
    private final Api ana = Api.member("ana");
    private final String study = Api.unique("study");
    private final String first = Api.unique("trial-a");
    private final String second = Api.unique("trial-b");
    private final String run = Api.unique("run");

    @AfterEach
    void close() {
        ana.close();
    }

    @Test
    void experimentsLiveAsInSageMaker() {
        try (SageMakerClient client = Front.client(ana)) {
            experimentAndTrials(client);
            component(client);
            lists(client);
            searches(client);
            deletions(client);
        }
    }

    private void experimentAndTrials(SageMakerClient client) {
        String arn = client.createExperiment(request ->
                        request.experimentName(study).description("a study").tags(tag("team", "fraud")))
                .experimentArn();
        assertThat(arn).isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:experiment/" + study);
        AwsServiceException again = catchThrowableOfType(
                AwsServiceException.class, () -> client.createExperiment(request -> request.experimentName(study)));
        assertThat(again.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
        assertThat(again).as("as the SageMaker SDK looks for it").hasMessageContaining("already exists");
        client.updateExperiment(request -> request.experimentName(study).displayName("Study"));
        var described = client.describeExperiment(request -> request.experimentName(study));
        assertThat(described.displayName()).isEqualTo("Study");
        assertThat(described.description()).isEqualTo("a study");
        assertThat(described.createdBy().userProfileName()).isEqualTo("ana");
        assertThat(client.listTags(request -> request.resourceArn(arn)).tags()).containsExactly(tag("team", "fraud"));
        for (String trial : List.of(first, second)) {
            client.createTrial(request -> request.trialName(trial).experimentName(study));
        }
        assertThat(client.describeTrial(request -> request.trialName(first)).experimentName())
                .isEqualTo(study);
        assertThat(catchThrowableOfType(
                        ResourceNotFoundException.class,
                        () -> client.createTrial(
                                request -> request.trialName("x").experimentName("none"))))
                .isNotNull();
    }

    private void component(SageMakerClient client) {
        Instant start = Instant.parse("2026-03-02T09:00:00Z");
        client.createTrialComponent(request -> request.trialComponentName(run)
                .status(status -> status.primaryStatus("InProgress"))
                .startTime(start)
                .parameters(Map.of(
                        "rate", TrialComponentParameterValue.fromNumberValue(0.1),
                        "kind", TrialComponentParameterValue.fromStringValue("tree"),
                        "old", TrialComponentParameterValue.fromStringValue("x")))
                .inputArtifacts(Map.of(
                        "data",
                        TrialComponentArtifact.builder()
                                .value("s3://bucket/table.csv")
                                .mediaType("text/csv")
                                .build())));
        client.updateTrialComponent(request -> request.trialComponentName(run)
                .status(status -> status.primaryStatus("Completed").message("done"))
                .endTime(start.plusSeconds(60))
                .parametersToRemove("old"));
        client.associateTrialComponent(request -> request.trialName(first).trialComponentName(run));
        metrics();
        DescribeTrialComponentResponse component = client.describeTrialComponent(request -> request.trialComponentName(
                "arn:aws:sagemaker:eu-west-1:000000000000:experiment-trial-component/" + run));
        assertThat(component.status().primaryStatusAsString()).isEqualTo("Completed");
        assertThat(component.startTime()).isEqualTo(start);
        assertThat(component.parameters())
                .containsOnlyKeys("rate", "kind")
                .containsEntry("rate", TrialComponentParameterValue.fromNumberValue(0.1));
        assertThat(component.inputArtifacts().get("data").mediaType()).isEqualTo("text/csv");
        assertThat(component.metrics()).hasSize(1);
        assertThat(component.metrics().getFirst().max()).isEqualTo(0.9);
        assertThat(component.metrics().getFirst().last()).isEqualTo(0.8);
        assertThat(component.metrics().getFirst().count()).isEqualTo(2);
    }

    /** As sagemaker-metrics has it. */
    private void metrics() {
        Front.call(ana, "BatchPutMetrics", """
                {"TrialComponentName":"%s","MetricData":[
                {"MetricName":"auc","Timestamp":1772442000,"Step":0,"Value":0.9},
                {"MetricName":"auc","Timestamp":1772442001.5,"Step":1,"Value":0.8}]}""".formatted(run));
    }

    private void lists(SageMakerClient client) {
        assertThat(client
                        .listExperimentsPaginator(request ->
                                request.sortBy("Name").sortOrder("Ascending").maxResults(1))
                        .experimentSummaries()
                        .stream()
                        .map(ExperimentSummary::experimentName))
                .contains(study)
                .isSorted();
        assertThat(client.listTrials(request ->
                                request.experimentName(study).sortBy("Name").sortOrder("Descending"))
                        .trialSummaries())
                .extracting(TrialSummary::trialName)
                .containsExactly(second, first);
        assertThat(client.listTrials(request -> request.trialComponentName(run)).trialSummaries())
                .extracting(TrialSummary::trialName)
                .containsExactly(first);
        assertThat(client.listTrialComponents(request -> request.trialName(first))
                        .trialComponentSummaries())
                .extracting(TrialComponentSummary::trialComponentName)
                .containsExactly(run);
        assertThat(client.listTrialComponents(request ->
                                request.trialName(first).createdBefore(Instant.parse("2020-01-01T00:00:00Z")))
                        .trialComponentSummaries())
                .isEmpty();
    }

    private void searches(SageMakerClient client) {
        assertThat(found(client, ResourceType.EXPERIMENT, filter("ExperimentName", "Contains", study.substring(2))))
                .extracting(found -> found.experiment().experimentName())
                .containsExactly(study);
        assertThat(found(client, ResourceType.EXPERIMENT_TRIAL, filter("ExperimentName", "Equals", study)))
                .extracting(found -> found.trial().trialName())
                .containsExactly(second, first);
        assertThat(found(
                        client,
                        ResourceType.EXPERIMENT_TRIAL_COMPONENT,
                        filter("Parents.ExperimentName", "Equals", study),
                        filter("Metrics.auc.Max", "GreaterThan", "0.85"),
                        filter("Parameters.kind", "Equals", "tree")))
                .extracting(found -> found.trialComponent().trialComponentName())
                .containsExactly(run);
        assertThat(found(
                        client,
                        ResourceType.EXPERIMENT_TRIAL_COMPONENT,
                        filter("Parents.ExperimentName", "Equals", study),
                        filter("Metrics.auc.Max", "LessThan", "0.85")))
                .isEmpty();
        assertThat(catchThrowableOfType(
                        AwsServiceException.class,
                        () -> found(client, ResourceType.EXPERIMENT, filter("Description", "Equals", "x"))))
                .hasMessageContaining("Description");
    }

    private static List<SearchRecord> found(SageMakerClient client, ResourceType resource, Filter... filters) {
        return client
                .searchPaginator(request -> request.resource(resource)
                        .searchExpression(
                                SearchExpression.builder().filters(filters).build()))
                .results()
                .stream()
                .toList();
    }

    private static Filter filter(String name, String operator, String value) {
        return Filter.builder().name(name).operator(operator).value(value).build();
    }

    private void deletions(SageMakerClient client) {
        assertThat(catchThrowableOfType(
                                AwsServiceException.class,
                                () -> client.deleteTrial(request -> request.trialName(first)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("ResourceInUse");
        client.disassociateTrialComponent(request -> request.trialName(first).trialComponentName(run));
        client.deleteTrialComponent(request -> request.trialComponentName(run));
        for (String trial : List.of(first, second)) {
            client.deleteTrial(request -> request.trialName(trial));
        }
        client.deleteExperiment(request -> request.experimentName(study));
        assertThat(catchThrowableOfType(
                        ResourceNotFoundException.class,
                        () -> client.describeExperiment(request -> request.experimentName(study))))
                .isNotNull();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
