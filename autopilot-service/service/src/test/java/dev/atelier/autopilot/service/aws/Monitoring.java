package dev.atelier.autopilot.service.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.service.dataset.ObjectStore;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateDataQualityJobDefinitionRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelQualityJobDefinitionRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeMonitoringScheduleResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointInput;
import software.amazon.awssdk.services.sagemaker.model.ExecutionStatus;
import software.amazon.awssdk.services.sagemaker.model.MonitoringExecutionSummary;
import software.amazon.awssdk.services.sagemaker.model.MonitoringInput;
import software.amazon.awssdk.services.sagemaker.model.MonitoringJobDefinitionSummary;
import software.amazon.awssdk.services.sagemaker.model.MonitoringOutput;
import software.amazon.awssdk.services.sagemaker.model.MonitoringResources;
import software.amazon.awssdk.services.sagemaker.model.MonitoringScheduleSummary;
import software.amazon.awssdk.services.sagemaker.model.MonitoringType;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.ScheduleStatus;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** Monitors of an endpoint, as the AWS SDK makes and sees them. */
final class Monitoring {
    private static final String ROLE = "arn:aws:iam::111122223333:role/DataScience";
    private static final String IMAGE = "156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer";

    private final Api user;
    private final SageMakerClient client;
    private final String endpoint;
    private final String data = Api.unique("aws-d");
    private final String quality = Api.unique("aws-q");

    private Monitoring(Api user, SageMakerClient client, String endpoint) {
        this.user = user;
        this.client = client;
        this.endpoint = endpoint;
    }

    /** From job definitions to nothing at all. */
    static void of(Api user, SageMakerClient client, ObjectStore store, String endpoint) {
        store.put("homes/ana/aws outcomes.csv", Tables.binary(400, 75));
        Monitoring monitoring = new Monitoring(user, client, endpoint);
        monitoring.definitions();
        monitoring.atItsTimes();
        monitoring.within();
        monitoring.now();
        monitoring.deletions();
    }

    private void definitions() {
        String arn =
                client.createDataQualityJobDefinition(definition(data, _ -> {})).jobDefinitionArn();
        assertThat(arn).isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:data-quality-job-definition/" + data);
        assertThat(client.listTags(request -> request.resourceArn(arn)).tags())
                .containsExactly(Tag.builder().key("team").value("fraud").build());
        var described = client.describeDataQualityJobDefinition(request -> request.jobDefinitionName(data));
        assertThat(described.dataQualityJobInput().endpointInput().endpointName())
                .isEqualTo(endpoint);
        assertThat(described.jobResources()).isEqualTo(resources());
        assertThat(client.listDataQualityJobDefinitions(
                                request -> request.endpointName(endpoint).nameContains("aws-d"))
                        .jobDefinitionSummaries())
                .extracting(MonitoringJobDefinitionSummary::monitoringJobDefinitionName)
                .containsExactly(data);
        assertThat(catchThrowableOfType(
                        ResourceInUseException.class,
                        () -> client.createDataQualityJobDefinition(definition(data, _ -> {}))))
                .isNotNull();
        assertThat(refusal(() -> client.createDataQualityJobDefinition(definition(
                        Api.unique("aws-d"),
                        request -> request.dataQualityBaselineConfig(
                                baseline -> baseline.constraintsResource(place -> place.s3Uri("s3://x/y")))))))
                .contains("ConstraintsResource");

        assertThat(refusal(() -> client.createDataQualityJobDefinition(definition(
                        Api.unique("aws-d"),
                        request -> request.stoppingCondition(stop -> stop.maxRuntimeInSeconds(86_401))))))
                .contains("axRuntimeInSeconds");
        assertThat(refusal(() -> client.createModelQualityJobDefinition(outcomes("https://somewhere/x.csv"))))
                .contains("s3Uri");

        client.createModelQualityJobDefinition(outcomes("s3://tables/homes/ana/aws outcomes.csv"));
        assertThat(client.listModelQualityJobDefinitions(request -> request.endpointName(endpoint))
                        .jobDefinitionSummaries())
                .extracting(MonitoringJobDefinitionSummary::monitoringJobDefinitionName)
                .containsExactly(quality);
    }

    private Consumer<CreateModelQualityJobDefinitionRequest.Builder> outcomes(String uri) {
        return request -> request.jobDefinitionName(quality)
                .modelQualityAppSpecification(
                        specification -> specification.imageUri(IMAGE).problemType("BinaryClassification"))
                .modelQualityJobInput(
                        input -> input.endpointInput(input()).groundTruthS3Input(truth -> truth.s3Uri(uri)))
                .modelQualityJobOutputConfig(output -> output.monitoringOutputs(output()))
                .jobResources(resources())
                .roleArn(ROLE);
    }

    private Consumer<CreateDataQualityJobDefinitionRequest.Builder> definition(
            String name, Consumer<CreateDataQualityJobDefinitionRequest.Builder> change) {
        return request -> request.jobDefinitionName(name)
                .dataQualityAppSpecification(specification -> specification.imageUri(IMAGE))
                .dataQualityJobInput(input -> input.endpointInput(input()))
                .dataQualityJobOutputConfig(output -> output.monitoringOutputs(output()))
                .jobResources(resources())
                .stoppingCondition(stop -> stop.maxRuntimeInSeconds(600))
                .roleArn(ROLE)
                .tags(Tag.builder().key("team").value("fraud").build())
                .applyMutation(change);
    }

    private EndpointInput input() {
        return EndpointInput.builder()
                .endpointName(endpoint)
                .localPath("/opt/ml/processing/input")
                .build();
    }

    private static MonitoringOutput output() {
        return MonitoringOutput.builder()
                .s3Output(place -> place.s3Uri("s3://reports").localPath("/opt/ml/processing/output"))
                .build();
    }

    private static MonitoringResources resources() {
        return MonitoringResources.builder()
                .clusterConfig(cluster ->
                        cluster.instanceCount(1).instanceType("ml.m5.large").volumeSizeInGB(20))
                .build();
    }

    private void atItsTimes() {
        String arn = client.createMonitoringSchedule(request -> request.monitoringScheduleName(data)
                        .monitoringScheduleConfig(config -> config.monitoringJobDefinitionName(data)
                                .monitoringType(MonitoringType.DATA_QUALITY)
                                .scheduleConfig(times -> times.scheduleExpression("cron(0 0 1 1 ? *)"))))
                .monitoringScheduleArn();
        assertThat(arn).endsWith(":monitoring-schedule/" + data);
        client.updateMonitoringSchedule(request -> request.monitoringScheduleName(data)
                .monitoringScheduleConfig(config -> config.monitoringJobDefinitionName(data)
                        .monitoringType(MonitoringType.DATA_QUALITY)
                        .scheduleConfig(times -> times.scheduleExpression("cron(0 0 2 1 ? *)"))));
        DescribeMonitoringScheduleResponse schedule = described();
        assertThat(schedule.monitoringScheduleStatus()).isEqualTo(ScheduleStatus.SCHEDULED);
        assertThat(schedule.monitoringScheduleConfig().scheduleConfig().scheduleExpression())
                .isEqualTo("cron(0 0 2 1 ? *)");
        assertThat(schedule.lastMonitoringExecutionSummary()).isNull();
        JsonPath kept = user.rest().get("/api/v1/monitoring-schedules/" + data).jsonPath();
        assertThat(kept.getString("nextRun")).contains("-01-02T00:00");
        assertThat(kept.getString("maxRuntime")).isEqualTo("PT10M");
        client.stopMonitoringSchedule(request -> request.monitoringScheduleName(data));
        assertThat(described().monitoringScheduleStatus()).isEqualTo(ScheduleStatus.STOPPED);
        client.startMonitoringSchedule(request -> request.monitoringScheduleName(data));
        assertThat(refusal(() -> client.updateMonitoringSchedule(request -> request.monitoringScheduleName(data)
                        .monitoringScheduleConfig(config -> config.monitoringJobDefinitionName(quality)
                                .monitoringType(MonitoringType.MODEL_QUALITY)))))
                .contains("must be of the type");
        assertThat(client.listMonitoringSchedules(request -> request.monitoringJobDefinitionName(data)
                                .endpointName(endpoint)
                                .statusEquals(ScheduleStatus.SCHEDULED)
                                .monitoringTypeEquals(MonitoringType.DATA_QUALITY))
                        .monitoringScheduleSummaries())
                .extracting(MonitoringScheduleSummary::monitoringScheduleName)
                .containsExactly(data);
    }

    private DescribeMonitoringScheduleResponse described() {
        return client.describeMonitoringSchedule(request -> request.monitoringScheduleName(data));
    }

    /** The older form has the definition within the schedule. */
    private void within() {
        String name = Api.unique("aws-s");
        client.createMonitoringSchedule(request -> request.monitoringScheduleName(name)
                .monitoringScheduleConfig(config -> config.monitoringJobDefinition(definition -> definition
                        .monitoringInputs(
                                MonitoringInput.builder().endpointInput(input()).build())
                        .monitoringOutputConfig(output -> output.monitoringOutputs(output()))
                        .monitoringResources(resources())
                        .monitoringAppSpecification(specification -> specification.imageUri(IMAGE))
                        .roleArn(ROLE))));
        client.deleteMonitoringSchedule(request -> request.monitoringScheduleName(name));
        assertThat(catchThrowableOfType(
                        ResourceNotFoundException.class,
                        () -> client.deleteMonitoringSchedule(request -> request.monitoringScheduleName(name))))
                .isNotNull();
    }

    private void now() {
        Instant before = Instant.now().minusSeconds(60);
        client.createMonitoringSchedule(request -> request.monitoringScheduleName(quality)
                .monitoringScheduleConfig(config -> config.monitoringJobDefinitionName(quality)
                        .monitoringType(MonitoringType.MODEL_QUALITY)
                        .scheduleConfig(times -> times.scheduleExpression("NOW"))));
        MonitoringExecutionSummary run = await("the run of " + quality)
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> client.listMonitoringExecutions(request -> request.monitoringScheduleName(quality)
                                        .endpointName(endpoint)
                                        .scheduledTimeAfter(before)
                                        .sortBy("Status"))
                                .monitoringExecutionSummaries()
                                .getFirst(),
                        seen -> seen.monitoringExecutionStatus() != ExecutionStatus.PENDING
                                && seen.monitoringExecutionStatus() != ExecutionStatus.IN_PROGRESS);
        assertThat(run.monitoringExecutionStatusAsString())
                .as(run.failureReason())
                .startsWith("Completed");
        assertThat(run.monitoringJobDefinitionName()).isEqualTo(quality);
        assertThat(client.describeMonitoringSchedule(request -> request.monitoringScheduleName(quality))
                        .lastMonitoringExecutionSummary())
                .isEqualTo(run);
        assertThat(client.listMonitoringExecutions(request ->
                                request.monitoringScheduleName(quality).scheduledTimeBefore(before))
                        .monitoringExecutionSummaries())
                .isEmpty();
    }

    private void deletions() {
        for (String name : new String[] {data, quality}) {
            client.deleteMonitoringSchedule(request -> request.monitoringScheduleName(name));
        }
        client.deleteDataQualityJobDefinition(request -> request.jobDefinitionName(data));
        client.deleteModelQualityJobDefinition(request -> request.jobDefinitionName(quality));
        assertThat(catchThrowableOfType(
                        ResourceNotFoundException.class,
                        () -> client.describeDataQualityJobDefinition(request -> request.jobDefinitionName(data))))
                .isNotNull();
    }

    private static String refusal(Runnable call) {
        AwsServiceException refused = catchThrowableOfType(AwsServiceException.class, call::run);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
        return refused.getMessage();
    }
}
