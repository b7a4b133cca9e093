package dev.atelier.autopilot.service.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Jobs;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.service.dataset.ObjectStore;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.AutoMLCandidate;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobChannel;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobStatus;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobSummary;
import software.amazon.awssdk.services.sagemaker.model.AutoMLMetricEnum;
import software.amazon.awssdk.services.sagemaker.model.AutoMLMode;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobV2Request;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.TabularJobConfig;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** AutoML jobs as the AWS SDK makes and sees them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
@QuarkusTestResource(ObjectStore.class)
class JobWireIT {
    private static final String ROLE = "arn:aws:iam::111122223333:role/DataScience";
    private static final Duration LONG = Duration.ofMinutes(4);

    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    @ObjectStore.Injected
    @Nullable
    ObjectStore store;

    private final Api ana = Api.member("ana");
    private final Api operator = Api.operator();

    @AfterEach
    void close() {
        ana.close();
        operator.close();
    }

    @Test
    void jobsLiveAsInSageMaker() {
        try (SageMakerClient client = Front.client(ana)) {
            String name = Api.unique("aws");
            String data = "dataset:" + ana.upload(Tables.binary(1300, 71));
            Instant before = Instant.now().minusSeconds(60);
            String arn = client.createAutoMLJobV2(job(name, data, request -> request.tags(tag("team", "fraud"))))
                    .autoMLJobArn();
            assertThat(arn).isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:automl-job/" + name);
            assertThat(catchThrowableOfType(
                            ResourceInUseException.class, () -> client.createAutoMLJobV2(job(name, data, _ -> {}))))
                    .hasMessageContaining(name);
            assertThat(client.listTags(request -> request.resourceArn(arn)).tags())
                    .containsExactly(tag("team", "fraud"));

            DescribeAutoMlJobV2Response job = await("job " + name)
                    .atMost(LONG)
                    .pollInterval(Duration.ofMillis(300))
                    .until(
                            () -> client.describeAutoMLJobV2(request -> request.autoMLJobName(name)),
                            seen -> seen.autoMLJobStatus() != AutoMLJobStatus.IN_PROGRESS);
            described(job, data);
            older(client, name, data);
            leaderboard(client, name, job);
            tagged(client, arn);
            listed(client, name, before);
            byOthers(name, arn);
            List<AutoMLCandidate> candidates = client.listCandidatesForAutoMLJob(request -> request.autoMLJobName(name))
                    .candidates();
            Hosting.of(ana, client, Objects.requireNonNull(store), candidates.getFirst(), candidates.get(1));
        }
    }

    private static void described(DescribeAutoMlJobV2Response job, String data) {
        assertThat(job.autoMLJobStatus()).as(job.failureReason()).isEqualTo(AutoMLJobStatus.COMPLETED);
        assertThat(job.autoMLJobSecondaryStatusAsString()).isEqualTo("MaxCandidatesReached");
        assertThat(job.roleArn()).isEqualTo(ROLE);
        assertThat(job.outputDataConfig().s3OutputPath()).isEqualTo("s3://results/automl");
        AutoMLJobChannel channel = job.autoMLJobInputDataConfig().getFirst();
        assertThat(channel.channelTypeAsString()).isEqualTo("training");
        assertThat(channel.dataSource().s3DataSource().s3Uri()).isEqualTo(data);
        assertThat(job.autoMLProblemTypeConfig().tabularJobConfig().mode()).isEqualTo(AutoMLMode.AUTO);
        assertThat(job.autoMLJobObjective().metricName()).isEqualTo(AutoMLMetricEnum.AUC);
        assertThat(job.autoMLProblemTypeConfigNameAsString()).isEqualTo("Tabular");
        assertThat(job.autoMLProblemTypeConfig().tabularJobConfig().targetAttributeName())
                .isEqualTo("y");
        assertThat(job.resolvedAttributes()
                        .autoMLProblemTypeResolvedAttributes()
                        .tabularResolvedAttributes()
                        .problemTypeAsString())
                .isEqualTo("BinaryClassification");
        assertThat(job.resolvedAttributes().completionCriteria().maxCandidates())
                .isEqualTo(2);
        assertThat(job.creationTime()).isBefore(job.endTime());
        assertThat(job.lastModifiedTime()).isEqualTo(job.endTime());
    }

    private void older(SageMakerClient client, String name, String data) {
        DescribeAutoMlJobResponse older = client.describeAutoMLJob(request -> request.autoMLJobName(name));
        assertThat(older.inputDataConfig().getFirst().targetAttributeName()).isEqualTo("y");
        assertThat(older.inputDataConfig()
                        .getFirst()
                        .dataSource()
                        .s3DataSource()
                        .s3Uri())
                .isEqualTo(data);
        assertThat(older.autoMLJobConfig().completionCriteria().maxCandidates()).isEqualTo(2);
        assertThat(older.problemTypeAsString()).isEqualTo("BinaryClassification");
    }

    private void leaderboard(SageMakerClient client, String name, DescribeAutoMlJobV2Response job) {
        List<AutoMLCandidate> candidates = client
                .listCandidatesForAutoMLJobPaginator(
                        request -> request.autoMLJobName(name).maxResults(1))
                .candidates()
                .stream()
                .toList();
        assertThat(candidates).hasSize(3);
        AutoMLCandidate best = candidates.getFirst();
        assertThat(best.candidateName()).isEqualTo(job.bestCandidate().candidateName());
        assertThat(best.candidateSteps())
                .extracting(step -> step.candidateStepTypeAsString(), step -> step.candidateStepName())
                .containsExactly(
                        tuple("AWS::SageMaker::ProcessingJob", "processing"),
                        tuple("AWS::SageMaker::TrainingJob", "training"),
                        tuple("AWS::SageMaker::ProcessingJob", "evaluation"));
        assertThat(client.describeTrialComponent(request -> request.trialComponentName(
                                best.candidateSteps().getLast().candidateStepArn()))
                        .displayName())
                .isEqualTo("evaluation");
        assertThat(best.objectiveStatusAsString()).isEqualTo("Succeeded");
        assertThat(best.finalAutoMLJobObjectiveMetric().typeAsString()).isEqualTo("Maximize");
        assertThat(best.finalAutoMLJobObjectiveMetric().value()).isBetween(0.8f, 1f);
        assertThat(best.candidateProperties().candidateMetrics())
                .extracting(metric -> metric.standardMetricNameAsString())
                .contains("AUC", "LogLoss", "InferenceLatency");
        assertThat(client.listCandidatesForAutoMLJob(request -> request.autoMLJobName(name)
                                .sortBy("FinalObjectiveMetricValue")
                                .sortOrder("Ascending"))
                        .candidates()
                        .getLast()
                        .candidateName())
                .isEqualTo(best.candidateName());
        for (String place : List.of(
                best.inferenceContainers().getFirst().modelDataUrl(),
                best.candidateProperties().candidateArtifactLocations().explainability(),
                best.candidateProperties().candidateArtifactLocations().modelInsights(),
                job.autoMLJobArtifacts().candidateDefinitionNotebookLocation(),
                job.autoMLJobArtifacts().dataExplorationNotebookLocation())) {
            ana.rest().get(place.substring(place.indexOf("/api/"))).then().statusCode(200);
        }
    }

    private static void tagged(SageMakerClient client, String arn) {
        client.addTags(request -> request.resourceArn(arn).tags(tag("team", "risk"), tag("stage", "test")));
        client.deleteTags(request -> request.resourceArn(arn).tagKeys("stage"));
        assertThat(client.listTags(request -> request.resourceArn(arn)).tags()).containsExactly(tag("team", "risk"));
    }

    private void listed(SageMakerClient client, String name, Instant before) {
        String other = Jobs.create(
                ana, Tables.binary(1100, 72), Map.of("validationFraction", 0.25, "limits", Map.of("maxCandidates", 1)));
        client.stopAutoMLJob(request -> request.autoMLJobName(other));
        assertThat(Jobs.end(ana, other).getString("status")).isEqualTo("Stopped");
        DescribeAutoMlJobV2Response job = client.describeAutoMLJobV2(request -> request.autoMLJobName(other));
        assertThat(job.autoMLJobInputDataConfig()
                        .getFirst()
                        .dataSource()
                        .s3DataSource()
                        .s3Uri())
                .as("of a job that was made over REST")
                .startsWith("dataset:ds-");
        assertThat(job.roleArn()).isNull();
        assertThat(job.dataSplitConfig().validationFraction()).isEqualTo(0.25f);
        assertThat(client.describeAutoMLJob(request -> request.autoMLJobName(other))
                        .autoMLJobConfig()
                        .dataSplitConfig()
                        .validationFraction())
                .isEqualTo(0.25f);

        assertThat(client
                        .listAutoMLJobsPaginator(request -> request.creationTimeAfter(before)
                                .sortBy("Name")
                                .sortOrder("Ascending")
                                .maxResults(1))
                        .autoMLJobSummaries()
                        .stream()
                        .map(AutoMLJobSummary::autoMLJobName))
                .containsSubsequence(name, other)
                .isSorted();
        assertThat(client.listAutoMLJobs(request -> request.nameContains(name.toUpperCase(Locale.ROOT))
                                .statusEquals(AutoMLJobStatus.COMPLETED))
                        .autoMLJobSummaries())
                .extracting(AutoMLJobSummary::autoMLJobName)
                .containsExactly(name);
        assertThat(client.listAutoMLJobs(request -> request.nameContains(name).statusEquals(AutoMLJobStatus.FAILED))
                        .autoMLJobSummaries())
                .isEmpty();
        assertThat(client.listAutoMLJobs(request -> request.nameContains(name).lastModifiedTimeBefore(before))
                        .autoMLJobSummaries())
                .isEmpty();
    }

    private void byOthers(String name, String arn) {
        try (Api bob = Api.member("bob");
                SageMakerClient stranger = Front.client(bob)) {
            assertThat(catchThrowableOfType(
                            ResourceNotFoundException.class,
                            () -> stranger.describeAutoMLJobV2(request -> request.autoMLJobName(name))))
                    .isNotNull();
            assertThat(code(() -> stranger.stopAutoMLJob(request -> request.autoMLJobName(name))))
                    .isEqualTo("ResourceNotFound");
            assertThat(code(() -> stranger.listTags(request -> request.resourceArn(arn))))
                    .isEqualTo("ResourceNotFound");
            assertThat(stranger.listAutoMLJobs(request -> request.nameContains(name))
                            .autoMLJobSummaries())
                    .isEmpty();
        }
    }

    @Test
    void administratorsSayForWhom() {
        try (SageMakerClient client = Front.client(operator)) {
            String name = Api.unique("aws");
            String data = "dataset:" + ana.upload(Tables.binary(1100, 73));
            AwsServiceException nobody = catchThrowableOfType(
                    AwsServiceException.class, () -> client.createAutoMLJobV2(job(name, data, _ -> {})));
            assertThat(nobody.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
            assertThat(nobody.getMessage()).contains("sagemaker:user-profile-arn");
            String profile = "arn:aws:sagemaker:eu-west-1:000000000000:user-profile/" + Api.DOMAIN + "/ana";
            Objects.requireNonNull(neighbours)
                    .home(Api.DOMAIN, "ana", "features.json", """
                            {"FeatureAttributeNames": ["x1", "colour"], "FeatureDataTypes": {"x1": "numeric"}}
                            """.getBytes(StandardCharsets.UTF_8));
            String held = "dataset:" + ana.upload(Tables.binary(200, 74));
            client.createAutoMLJobV2(job(
                    name,
                    data,
                    request -> request.tags(tag("sagemaker:user-profile-arn", profile))
                            .autoMLJobInputDataConfig(
                                    channel(data),
                                    channel(held).toBuilder()
                                            .channelType("validation")
                                            .build())
                            .autoMLProblemTypeConfig(
                                    problem -> problem.tabularJobConfig(tabular -> tabular.targetAttributeName("y")
                                            .mode(AutoMLMode.HYPERPARAMETER_TUNING)
                                            .featureSpecificationS3Uri("home:features.json")))));
            JsonPath made = Jobs.get(ana, name);
            assertThat(made.getString("owner.userProfileName")).isEqualTo("ana");
            assertThat(made.getList("featureColumns")).containsExactly("x1", "colour");
            assertThat(made.getMap("featureTypes")).containsEntry("x1", "numeric");
            DescribeAutoMlJobV2Response seen = client.describeAutoMLJobV2(request -> request.autoMLJobName(name));
            TabularJobConfig config = seen.autoMLProblemTypeConfig().tabularJobConfig();
            assertThat(config.mode()).isEqualTo(AutoMLMode.HYPERPARAMETER_TUNING);
            assertThat(config.featureSpecificationS3Uri()).isEqualTo("home:features.json");
            assertThat(seen.autoMLJobInputDataConfig())
                    .extracting(
                            AutoMLJobChannel::channelTypeAsString,
                            channel -> channel.dataSource().s3DataSource().s3Uri())
                    .containsExactly(tuple("training", data), tuple("validation", held));
            assertThat(client.describeAutoMLJob(request -> request.autoMLJobName(name))
                            .inputDataConfig())
                    .extracting(channel -> channel.targetAttributeName())
                    .containsExactly("y", "y");
            client.stopAutoMLJob(request -> request.autoMLJobName(name));
            Jobs.end(ana, name);
        }
    }

    @Test
    void whatCannotBeObeyedIsRefusedByName() {
        try (SageMakerClient client = Front.client(ana)) {
            String data = "dataset:none";
            Map<String, Consumer<CreateAutoMlJobV2Request.Builder>> refused = Map.of(
                    "VolumeKmsKeyId", request -> request.securityConfig(security -> security.volumeKmsKeyId("key")),
                    "VpcConfig",
                            request -> request.securityConfig(security -> security.vpcConfig(
                                    vpc -> vpc.securityGroupIds("sg").subnets("s"))),
                    "KmsKeyId",
                            request -> request.outputDataConfig(
                                    output -> output.s3OutputPath("s3://x").kmsKeyId("key")),
                    "ModelDeployConfig",
                            request -> request.modelDeployConfig(deploy -> deploy.autoGenerateEndpointName(true)),
                    "ImageClassificationJobConfig",
                            request -> request.autoMLProblemTypeConfig(
                                    problem -> problem.imageClassificationJobConfig(image -> {})),
                    "s3Uri", request -> request.autoMLJobInputDataConfig(channel("http://somewhere/x.csv")));
            refused.forEach((member, change) -> {
                AwsServiceException error = catchThrowableOfType(
                        AwsServiceException.class,
                        () -> client.createAutoMLJobV2(job(Api.unique("aws"), data, change)));
                if (member.equals("ImageClassificationJobConfig")) {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
                } else {
                    assertThat(error).as(member).hasMessageContaining(member);
                }
            });
            assertThat(code(() -> client.createAutoMLJobV2(job(Api.unique("aws"), data, _ -> {}))))
                    .isEqualTo("ResourceNotFound");
            assertThat(code(() -> client.createTrainingJob(request -> {}))).isEqualTo("UnknownOperationException");
        }
    }

    private static CreateAutoMlJobV2Request job(
            String name, String data, Consumer<CreateAutoMlJobV2Request.Builder> change) {
        return CreateAutoMlJobV2Request.builder()
                .autoMLJobName(name)
                .autoMLJobInputDataConfig(channel(data))
                .outputDataConfig(output -> output.s3OutputPath("s3://results/automl"))
                .autoMLProblemTypeConfig(problem -> problem.tabularJobConfig(tabular ->
                        tabular.targetAttributeName("y").completionCriteria(criteria -> criteria.maxCandidates(2))))
                .autoMLJobObjective(objective -> objective.metricName(AutoMLMetricEnum.AUC))
                .roleArn(ROLE)
                .applyMutation(change)
                .build();
    }

    private static AutoMLJobChannel channel(String uri) {
        return AutoMLJobChannel.builder()
                .channelType("training")
                .contentType("text/csv;header=present")
                .dataSource(source -> source.s3DataSource(
                        place -> place.s3DataType("S3Prefix").s3Uri(uri)))
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String code(Runnable call) {
        return catchThrowableOfType(AwsServiceException.class, call::run)
                .awsErrorDetails()
                .errorCode();
    }
}
