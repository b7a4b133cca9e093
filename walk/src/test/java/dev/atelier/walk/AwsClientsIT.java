package dev.atelier.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.walk.client.Rest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.AutoMLContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobChannel;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobStatus;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/** A user's AWS clients, signed, through Studio to Autopilot and its workers. */
@ExtendWith(SharedAtelier.class)
class AwsClientsIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int ROWS = 1500;
    private static final String ROLE = "arn:aws:iam::111122223333:role/DataScience";

    @Test
    void trainsDeploysAndAsksAModel(RunningAtelier system) {
        try (Atelier atelier = system.doors()) {
            Visit visit = Guest.arrive(atelier);
            JsonNode keys = new Rest(atelier.http(), system.studio(), visit.token()).post("/aws-credentials", Map.of());
            try (SageMakerClient sagemaker = client(SageMakerClient.builder(), system, keys);
                    SageMakerRuntimeClient runtime = client(SageMakerRuntimeClient.builder(), system, keys)) {
                String name = "aws-" + UUID.randomUUID().toString().substring(0, 8);
                DescribeAutoMlJobV2Response job = trained(sagemaker, name, table(atelier.autopilot(visit.token())));
                deployed(
                        sagemaker,
                        name,
                        job.bestCandidate().inferenceContainers().getFirst());
                asked(runtime, name);
                sagemaker.deleteEndpoint(request -> request.endpointName(name));
                sagemaker
                        .waiter()
                        .waitUntilEndpointDeleted(request -> request.endpointName(name), AwsClientsIT::patiently);
            }
        }
    }

    private static String table(Rest autopilot) {
        String table = new String(BankMarketing.csv(), StandardCharsets.UTF_8)
                .lines()
                .limit(ROWS)
                .collect(Collectors.joining("\n", "", "\n"));
        return "dataset:"
                + autopilot
                        .postTable("/datasets?name=clients.csv", table)
                        .path("datasetId")
                        .asText();
    }

    private static DescribeAutoMlJobV2Response trained(SageMakerClient sagemaker, String name, String data) {
        sagemaker.createAutoMLJobV2(request -> request.autoMLJobName(name)
                .autoMLJobInputDataConfig(AutoMLJobChannel.builder()
                        .dataSource(source -> source.s3DataSource(
                                place -> place.s3DataType("S3Prefix").s3Uri(data)))
                        .build())
                .autoMLProblemTypeConfig(problem -> problem.tabularJobConfig(tabular ->
                        tabular.targetAttributeName("y").completionCriteria(criteria -> criteria.maxCandidates(1))))
                .outputDataConfig(output -> output.s3OutputPath("s3://unused"))
                .roleArn(ROLE));
        DescribeAutoMlJobV2Response job = await(name)
                .atMost(LIMIT)
                .until(
                        () -> sagemaker.describeAutoMLJobV2(request -> request.autoMLJobName(name)),
                        seen -> seen.autoMLJobStatus() != AutoMLJobStatus.IN_PROGRESS);
        assertThat(job.autoMLJobStatus()).as(job.failureReason()).isEqualTo(AutoMLJobStatus.COMPLETED);
        return job;
    }

    private static void deployed(SageMakerClient sagemaker, String name, AutoMLContainerDefinition container) {
        sagemaker.createModel(request -> request.modelName(name)
                .executionRoleArn(ROLE)
                .primaryContainer(own -> own.image(container.image()).modelDataUrl(container.modelDataUrl())));
        sagemaker.createEndpointConfig(request -> request.endpointConfigName(name)
                .productionVariants(ProductionVariant.builder()
                        .variantName("main")
                        .modelName(name)
                        .instanceType("ml.m5.large")
                        .initialInstanceCount(1)
                        .build()));
        sagemaker.createEndpoint(request -> request.endpointName(name).endpointConfigName(name));
        sagemaker.waiter().waitUntilEndpointInService(request -> request.endpointName(name), AwsClientsIT::patiently);
    }

    private static void asked(SageMakerRuntimeClient runtime, String name) {
        String row = String.join(",", BankMarketing.clients(1).getFirst()) + "\n";
        InvokeEndpointResponse answer = runtime.invokeEndpoint(request -> request.endpointName(name)
                .contentType("text/csv")
                .targetVariant("main")
                .body(SdkBytes.fromUtf8String(row.repeat(3))));
        assertThat(answer.invokedProductionVariant()).isEqualTo("main");
        assertThat(answer.contentType()).startsWith("text/csv");
        assertThat(answer.body().asUtf8String().lines()).hasSize(3);
        assertThat(code(() -> runtime.invokeEndpoint(request ->
                        request.endpointName("none").contentType("text/csv").body(SdkBytes.fromUtf8String(row)))))
                .isEqualTo("ValidationError");
        assertThat(code(() -> runtime.invokeEndpoint(request -> request.endpointName(name)
                        .contentType("text/csv")
                        .targetVariant("none")
                        .body(SdkBytes.fromUtf8String(row)))))
                .isEqualTo("ValidationError");
        assertThat(code(() -> runtime.invokeEndpoint(request -> request.endpointName(name)
                        .contentType("text/csv")
                        .targetModel("other")
                        .body(SdkBytes.fromUtf8String(row)))))
                .isEqualTo("ValidationError");
        String million = row.repeat(6 * 1024 * 1024 / row.length());
        assertThat(runtime.invokeEndpoint(request -> request.endpointName(name)
                                .contentType("text/csv")
                                .body(SdkBytes.fromUtf8String(million)))
                        .body()
                        .asUtf8String()
                        .lines())
                .as("the largest body that there is")
                .hasSize((int) million.lines().count());
    }

    /** The waiters' own pauses, of half a minute, are those of a cloud. */
    private static void patiently(WaiterOverrideConfiguration.Builder waiting) {
        waiting.waitTimeout(LIMIT).backoffStrategyV2(_ -> Duration.ofMillis(200));
    }

    private static String code(Runnable call) {
        return catchThrowableOfType(AwsServiceException.class, call::run)
                .awsErrorDetails()
                .errorCode();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, RunningAtelier system, JsonNode keys) {
        return builder.endpointOverride(URI.create(system.studio()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        keys.path("accessKeyId").asText(),
                        keys.path("secretAccessKey").asText(),
                        keys.path("sessionToken").asText())))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
