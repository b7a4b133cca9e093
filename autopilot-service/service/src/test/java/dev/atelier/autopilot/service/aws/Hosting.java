package dev.atelier.autopilot.service.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.service.dataset.ObjectStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.AutoMLCandidate;
import software.amazon.awssdk.services.sagemaker.model.CaptureOption;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.EndpointConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;

/** What follows a job, as the AWS SDK does it: models, endpoints, transforms. */
final class Hosting {
    private static final String ROLE = "arn:aws:iam::111122223333:role/DataScience";

    private final Api user;
    private final SageMakerClient client;
    private final String first = Api.unique("aws-m");
    private final String second = Api.unique("aws-m");
    private final String config = Api.unique("aws-c");
    private final String endpoint = Api.unique("aws-e");

    private Hosting(Api user, SageMakerClient client) {
        this.user = user;
        this.client = client;
    }

    /** From models of two candidates to nothing at all. */
    static void of(Api user, SageMakerClient client, ObjectStore store, AutoMLCandidate best, AutoMLCandidate other) {
        Hosting hosting = new Hosting(user, client);
        hosting.models(best, other);
        hosting.configurations();
        hosting.endpoints();
        Monitoring.of(user, client, store, hosting.endpoint);
        hosting.transforms();
        hosting.traffic();
        hosting.deletions();
    }

    private void models(AutoMLCandidate best, AutoMLCandidate other) {
        ContainerDefinition container = container(best);
        String arn = client.createModel(request -> request.modelName(first)
                        .containers(container)
                        .executionRoleArn(ROLE)
                        .tags(tag("team", "fraud")))
                .modelArn();
        assertThat(arn).isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:model/" + first);
        client.createModel(request -> request.modelName(second).primaryContainer(container(other)));
        assertThat(client.describeModel(request -> request.modelName(first)).containers())
                .containsExactly(container);
        assertThat(client.describeModel(request -> request.modelName(first)).executionRoleArn())
                .isEqualTo(ROLE);
        assertThat(client.listTags(request -> request.resourceArn(arn)).tags()).containsExactly(tag("team", "fraud"));
        assertThat(client
                        .listModelsPaginator(request -> request.nameContains("aws-m")
                                .sortBy("Name")
                                .sortOrder("Descending")
                                .maxResults(1))
                        .models()
                        .stream()
                        .map(ModelSummary::modelName))
                .contains(first, second)
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(refusal(() ->
                        client.createModel(request -> request.modelName(first).containers(container))))
                .contains("Cannot create");
        assertThat(refusal(() -> client.createModel(request -> request.modelName(Api.unique("aws-m"))
                        .primaryContainer(own -> own.modelDataUrl("s3://bucket/model.tar.gz")))))
                .contains("modelDataUrl");
        assertThat(refusal(() -> client.createModel(request -> request.modelName(Api.unique("aws-m"))
                        .primaryContainer(own -> own.image("xgboost:1").modelDataUrl(container.modelDataUrl())))))
                .contains("Image");
        assertThat(refusal(() -> client.describeModel(request -> request.modelName("none"))))
                .contains("Could not find");
    }

    private static ContainerDefinition container(AutoMLCandidate candidate) {
        var given = candidate.inferenceContainers().getFirst();
        return ContainerDefinition.builder()
                .image(given.image())
                .modelDataUrl(given.modelDataUrl())
                .build();
    }

    private void configurations() {
        client.createEndpointConfig(configuration(config, first, 100));
        client.createEndpointConfig(configuration(config + "-2", second, 0));
        assertThat(client.describeEndpointConfig(request -> request.endpointConfigName(config))
                        .productionVariants()
                        .getFirst()
                        .modelName())
                .isEqualTo(first);
        assertThat(client.listEndpointConfigs(request -> request.nameContains(config))
                        .endpointConfigs())
                .extracting(EndpointConfigSummary::endpointConfigName)
                .as("the newest first")
                .containsExactly(config + "-2", config);
        assertThat(refusal(() -> client.createEndpointConfig(configuration(Api.unique("aws-c"), "none", 0))))
                .contains("Could not find");
        assertThat(refusal(() -> client.createEndpointConfig(request -> request.endpointConfigName("x")
                        .productionVariants(ProductionVariant.builder()
                                .variantName("a")
                                .modelName(first)
                                .serverlessConfig(serverless ->
                                        serverless.maxConcurrency(1).memorySizeInMB(2048))
                                .build()))))
                .contains("ServerlessConfig");
    }

    private static Consumer<CreateEndpointConfigRequest.Builder> configuration(String name, String model, int capture) {
        return request -> request.endpointConfigName(name)
                .productionVariants(ProductionVariant.builder()
                        .variantName("AllTraffic")
                        .modelName(model)
                        .instanceType("ml.m5.large")
                        .initialInstanceCount(1)
                        .initialVariantWeight(2f)
                        .build())
                .dataCaptureConfig(data -> data.enableCapture(capture > 0)
                        .initialSamplingPercentage(capture)
                        .destinationS3Uri("s3://captures")
                        .captureOptions(
                                CaptureOption.builder().captureMode("Input").build()));
    }

    private void endpoints() {
        String arn = client.createEndpoint(request -> request.endpointName(endpoint)
                        .endpointConfigName(config)
                        .tags(tag("team", "fraud")))
                .endpointArn();
        assertThat(arn).endsWith(":endpoint/" + endpoint);
        inService();
        DescribeEndpointResponse serving = client.describeEndpoint(request -> request.endpointName(endpoint));
        assertThat(serving.endpointConfigName()).isEqualTo(config);
        assertThat(serving.dataCaptureConfig().currentSamplingPercentage()).isEqualTo(100);
        assertThat(serving.productionVariants())
                .extracting(ProductionVariantSummary::currentWeight)
                .containsExactly(2f);
        user.rest()
                .contentType("text/csv")
                .body("1,2,red\n")
                .post("/api/v1/endpoints/{name}/invocations", endpoint)
                .then()
                .statusCode(200);

        client.updateEndpointWeightsAndCapacities(
                request -> request.endpointName(endpoint).desiredWeightsAndCapacities(change("AllTraffic")));
        assertThat(refusal(() -> client.updateEndpointWeightsAndCapacities(
                        request -> request.endpointName(endpoint).desiredWeightsAndCapacities(change("none")))))
                .contains("variantName");
        assertThat(refusal(() -> client.updateEndpoint(request -> request.endpointName(endpoint)
                        .endpointConfigName(config + "-2")
                        .deploymentConfig(deployment ->
                                deployment.blueGreenUpdatePolicy(policy -> policy.trafficRoutingConfiguration(
                                        routing -> routing.type("LINEAR").waitIntervalInSeconds(1)))))))
                .contains("LINEAR");
        client.updateEndpoint(request -> request.endpointName(endpoint).endpointConfigName(config + "-2"));
        assertThat(client.describeEndpoint(request -> request.endpointName(endpoint))
                        .endpointConfigName())
                .isEqualTo(config + "-2");
        inService();
        assertThat(client.describeEndpoint(request -> request.endpointName(endpoint))
                        .dataCaptureConfig())
                .isNull();
        assertThat(client.listEndpoints(request -> request.nameContains(endpoint)
                                .statusEquals(EndpointStatus.IN_SERVICE)
                                .sortBy("Status"))
                        .endpoints())
                .extracting(EndpointSummary::endpointName)
                .containsExactly(endpoint);
    }

    private static DesiredWeightAndCapacity change(String variant) {
        return DesiredWeightAndCapacity.builder()
                .variantName(variant)
                .desiredWeight(3f)
                .build();
    }

    private void inService() {
        client.waiter()
                .waitUntilEndpointInService(
                        request -> request.endpointName(endpoint),
                        waiting -> waiting.waitTimeout(Duration.ofMinutes(2))
                                .backoffStrategyV2(_ -> Duration.ofMillis(200)));
    }

    private void transforms() {
        String name = Api.unique("aws-t");
        String data = "dataset:" + user.upload(Tables.binary(1100, 74));
        client.createTransformJob(request -> request.transformJobName(name)
                .modelName(first)
                .transformInput(input -> input.contentType("text/csv")
                        .dataSource(source -> source.s3DataSource(
                                place -> place.s3DataType("S3Prefix").s3Uri(data))))
                .transformOutput(output -> output.s3OutputPath("s3://out"))
                .transformResources(
                        resources -> resources.instanceType("ml.m5.large").instanceCount(1)));
        DescribeTransformJobResponse done = await("transform " + name)
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> client.describeTransformJob(request -> request.transformJobName(name)),
                        seen -> seen.transformJobStatus() != TransformJobStatus.IN_PROGRESS);
        assertThat(done.transformJobStatus()).as(done.failureReason()).isEqualTo(TransformJobStatus.COMPLETED);
        assertThat(done.modelName()).isEqualTo(first);
        String place = done.transformOutput().s3OutputPath();
        user.rest().get(place.substring(place.indexOf("/api/"))).then().statusCode(200);
        assertThat(client.listTransformJobs(
                                request -> request.nameContains(name).statusEquals(TransformJobStatus.COMPLETED))
                        .transformJobSummaries())
                .hasSize(1);
        client.stopTransformJob(request -> request.transformJobName(name));
    }

    /** All traffic moves from one variant to another in one request, which changes nothing unless it can change all. */
    private void traffic() {
        client.createEndpointConfig(request -> request.endpointConfigName(config + "-3")
                .productionVariants(variant("blue", first, 1), variant("green", second, 0)));
        client.updateEndpoint(request -> request.endpointName(endpoint).endpointConfigName(config + "-3"));
        inService();
        assertThat(refusal(() -> client.updateEndpointWeightsAndCapacities(request -> request.endpointName(endpoint)
                        .desiredWeightsAndCapacities(
                                desired("blue").desiredWeight(5f).build(),
                                desired("green").desiredInstanceCount(1000).build()))))
                .contains("instanceCount");
        assertThat(weights()).containsExactly(1f, 0f);

        client.updateEndpointWeightsAndCapacities(request -> request.endpointName(endpoint)
                .desiredWeightsAndCapacities(
                        desired("blue").desiredWeight(0f).build(),
                        desired("green").desiredWeight(1f).build()));

        assertThat(weights()).containsExactly(0f, 1f);
    }

    private List<Float> weights() {
        return client.describeEndpoint(request -> request.endpointName(endpoint)).productionVariants().stream()
                .map(ProductionVariantSummary::currentWeight)
                .toList();
    }

    private static ProductionVariant variant(String name, String model, float weight) {
        return ProductionVariant.builder()
                .variantName(name)
                .modelName(model)
                .instanceType("ml.m5.large")
                .initialInstanceCount(1)
                .initialVariantWeight(weight)
                .build();
    }

    private static DesiredWeightAndCapacity.Builder desired(String variant) {
        return DesiredWeightAndCapacity.builder().variantName(variant);
    }

    private void deletions() {
        client.deleteEndpoint(request -> request.endpointName(endpoint));
        client.waiter()
                .waitUntilEndpointDeleted(
                        request -> request.endpointName(endpoint),
                        waiting -> waiting.waitTimeout(Duration.ofMinutes(1))
                                .backoffStrategyV2(_ -> Duration.ofMillis(200)));
        for (String name : List.of(config, config + "-2", config + "-3")) {
            client.deleteEndpointConfig(request -> request.endpointConfigName(name));
        }
        for (String name : List.of(first, second)) {
            client.deleteModel(request -> request.modelName(name));
        }
        assertThat(refusal(() -> client.deleteEndpoint(request -> request.endpointName(endpoint))))
                .contains("Could not find");
        assertThat(refusal(() -> client.deleteModel(request -> request.modelName(first))))
                .contains("Could not find");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String refusal(Runnable call) {
        AwsServiceException refused = catchThrowableOfType(AwsServiceException.class, call::run);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
        return refused.getMessage();
    }
}
