package dev.atelier.autopilot.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.autopilot.service.aws.OperationNames;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.reach.Callers;
import dev.atelier.testing.reach.GrpcProbe;
import dev.atelier.testing.reach.Probe;
import dev.atelier.testing.reach.ReachTable;
import dev.atelier.testing.reach.RestProbe;
import dev.atelier.testing.reach.Routes;
import dev.atelier.testing.reach.Verdict;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user's token reaches nothing of another user's tables, jobs, models, endpoints and monitors: over every operation and gRPC method. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
class ReachIT {
    private static final String OWNED = "?domainId={domainId}&userProfileName={userProfileName}";
    private static final String OWNER = "domain_id: '<domainId>' user_profile_name: '<userProfileName>' ";
    private static final String OWNER_JSON = "'domainId':'<domainId>','userProfileName':'<userProfileName>'";
    private static final String OWNER_REF = "owner { " + OWNER + "} ";
    private static final Set<String> SECRETS = Set.of(
            "datasetId",
            "autoMlJobName",
            "endpointName",
            "monitoringScheduleName",
            "monitoringExecutionId",
            "transformJobName",
            "modelName",
            "endpointConfigName",
            "experimentName",
            "trialName",
            "trialComponentName");
    private static final String CSV = new String(Tables.binary(1100, 31), StandardCharsets.UTF_8);
    private static final String ROWS = "1,2,red\n";

    @TestHTTPResource("/")
    URI server;

    @Inject
    @Any
    Instance<BindableService> services;

    private final Callers callers = new Callers(Api.DOMAIN, "ann", "bob", "d-2");
    private final Api ann = Api.member("ann");
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> awsOperations = new TreeSet<>();
    private ReachTable table;

    @BeforeEach
    void whatAnnHas() {
        names.putAll(Map.of(
                "domainId",
                callers.domainId(),
                "userProfileName",
                callers.owner(),
                "more",
                Api.unique("more"),
                "study",
                Api.unique("study"),
                "variantName",
                "AllTraffic",
                "reportName",
                "statistics.json",
                "artifactName",
                "profile.json",
                "candidateArtifact",
                "insights.json"));
        names.put("awsModel", Api.unique("model"));
        names.put("awsConfig", Api.unique("config"));
        names.put("awsDefinition", Api.unique("definition"));
        names.put("awsMonitor", Api.unique("monitor"));
        String job =
                Jobs.create(ann, CSV.getBytes(StandardCharsets.UTF_8), Map.of("limits", Map.of("maxCandidates", 1)));
        assertThat(Jobs.end(ann, job).getString("status")).isEqualTo("Completed");
        names.put("autoMlJobName", job);
        names.put("candidateName", Jobs.get(ann, job).getString("bestCandidate.candidateName"));
        names.put("datasetId", ann.upload(CSV.getBytes(StandardCharsets.UTF_8)));
        names.put(
                "endpointName",
                made(
                        "endpoints",
                        "endpointName",
                        Map.of("autoMlJobName", job, "dataCapture", Map.of("samplingPercentage", 100))));
        names.put(
                "transformJobName",
                made(
                        "transform-jobs",
                        "transformJobName",
                        Map.of("autoMlJobName", job, "datasetId", names.get("datasetId"))));
        until("endpoints/" + names.get("endpointName"), "InService");
        names.put("path", captured());
        names.put(
                "monitoringScheduleName",
                made(
                        "monitoring-schedules",
                        "monitoringScheduleName",
                        Map.of(
                                "endpointName", names.get("endpointName"),
                                "monitoringType", "DataQuality",
                                "scheduleExpression", "cron(0 0 1 1 ? *)")));
        names.put("monitoringExecutionId", monitored());
        names.put("modelName", made("models", "modelName", Map.of("autoMlJobName", job)));
        names.put(
                "endpointConfigName",
                made(
                        "endpoint-configs",
                        "endpointConfigName",
                        Map.of(
                                "productionVariants",
                                List.of(Map.of("variantName", "main", "modelName", names.get("modelName"))))));
        until("transform-jobs/" + names.get("transformJobName"), "Completed");
        names.put("experimentName", made("experiments", "experimentName", Map.of()));
        names.put("trialName", made("trials", "trialName", Map.of("experimentName", names.get("experimentName"))));
        names.put("trialComponentName", made("trial-components", "trialComponentName", Map.of()));
        ann.rest()
                .put("/api/v1/trials/" + names.get("trialName") + "/trial-components/"
                        + names.get("trialComponentName"))
                .then()
                .statusCode(204);
        names.put("awsEndpoint", Api.unique("e"));
        names.put("awsStudy", made("experiments", "experimentName", Map.of()));
        names.put("awsTrial", made("trials", "trialName", Map.of("experimentName", names.get("awsStudy"))));
        names.put("awsComponent", made("trial-components", "trialComponentName", Map.of()));
        table = new ReachTable(callers, names, SECRETS);
    }

    @AfterEach
    void nothingIsLeft() {
        for (String endpoint : List.of(names.get("endpointName"), names.get("more"), names.get("awsEndpoint"))) {
            ann.rest().delete("/api/v1/endpoints/" + endpoint).then().statusCode(204);
        }
        Jobs.end(ann, names.get("more"));
        ann.close();
    }

    /** Makes something with a name of its own. */
    private String made(String kind, String nameField, Map<String, Object> fields) {
        String name = Api.unique("r");
        Map<String, Object> body = new HashMap<>(fields);
        body.put(nameField, name);
        ann.rest()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/" + kind)
                .then()
                .statusCode(201);
        return name;
    }

    private void until(String path, String status) {
        await(path + " " + status)
                .atMost(Duration.ofMinutes(2))
                .until(() -> ann.rest().get("/api/v1/" + path).path("status"), status::equals);
    }

    private String captured() {
        String endpoint = "/api/v1/endpoints/" + names.get("endpointName");
        ann.rest()
                .contentType("text/csv")
                .body(ROWS)
                .post(endpoint + "/invocations")
                .then()
                .statusCode(200);
        return await("a capture")
                .atMost(Duration.ofSeconds(30))
                .until(() -> ann.rest().get(endpoint + "/captures").path("[0].path"), path -> path != null);
    }

    private String monitored() {
        String monitor = "/api/v1/monitoring-schedules/" + names.get("monitoringScheduleName");
        String execution = ann.rest()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(Map.of("datasetId", names.get("datasetId")))
                .post(monitor + ":run")
                .then()
                .statusCode(201)
                .extract()
                .path("monitoringExecutionId");
        await("the end of the run")
                .atMost(Duration.ofMinutes(2))
                .until(() -> String.valueOf(ann.rest()
                                .get(monitor + "/executions/" + execution)
                                .<String>path("status"))
                        .startsWith("Completed"));
        return execution;
    }

    private RestProbe to(String route) {
        return RestProbe.of(server, names, route);
    }

    @Test
    void overRest() {
        datasetsAndJobs();
        experiments();
        endpoints();
        monitors();
        transforms();
        models();
        table.withoutEffect(to("DELETE /api/v1/monitoring-schedules/{monitoringScheduleName}"));
        table.withoutEffect(to("DELETE /api/v1/endpoints/{endpointName}"));
        table.withoutEffect(to("DELETE /api/v1/transform-jobs/{transformJobName}"));
        table.denied(to("DELETE /api/v1/trials/{trialName}/trial-components/{trialComponentName}")
                .query(OWNED));
        table.denied(to("DELETE /api/v1/trial-components/{trialComponentName}").query(OWNED));
        table.denied(to("DELETE /api/v1/trials/{trialName}").query(OWNED));
        table.denied(to("DELETE /api/v1/experiments/{experimentName}").query(OWNED));
        table.withoutEffect(to("DELETE /api/v1/automl-jobs/{autoMlJobName}"));
        table.withoutEffect(to("DELETE /api/v1/datasets/{datasetId}"));
        table.check(Routes.rest(server));
    }

    private void datasetsAndJobs() {
        table.filtered(to("GET /api/v1/datasets"), "{datasetId}");
        table.denied(to("GET /api/v1/datasets").query(OWNED));
        table.denied(to("POST /api/v1/datasets").query(OWNED + "&name=more").body("text/csv", CSV));
        table.hidden(to("GET /api/v1/datasets/{datasetId}"));

        table.filtered(to("GET /api/v1/automl-jobs"), "{autoMlJobName}");
        table.denied(to("GET /api/v1/automl-jobs").query(OWNED));
        table.denied(to("POST /api/v1/automl-jobs")
                .json("{" + OWNER_JSON + ",'autoMlJobName':'<more>','targetColumn':'y','datasetId':'<datasetId>',"
                        + "'limits':{'maxCandidates':1}}"));
        String one = "/api/v1/automl-jobs/{autoMlJobName}";
        table.hidden(to("GET " + one));
        table.hidden(to("POST " + one + ":stop"));
        table.hidden(to("GET " + one + "/events"));
        table.hidden(to("GET " + one + "/candidates"));
        table.hidden(to("GET " + one + "/candidates/{candidateName}"));
        table.hidden(to("GET " + one + "/candidates/{candidateName}/trials"));
        table.hidden(to("GET " + one + "/candidates/{candidateName}/artifact"));
        table.hidden(to("GET " + one + "/artifacts"));
        table.hidden(to("GET " + one + "/artifacts/{artifactName}"));
        table.hidden(to("GET " + one + "/candidates/{candidateName}/artifacts"));
        table.hidden(to("GET " + one + "/candidates/{candidateName}/artifacts/{artifactName}")
                .address(one + "/candidates/{candidateName}/artifacts/{candidateArtifact}"));
    }

    private void experiments() {
        table.filtered(to("GET /api/v1/experiments"), "{experimentName}");
        table.denied(to("GET /api/v1/experiments").query(OWNED));
        table.denied(to("POST /api/v1/experiments").json("{'experimentName':'<study>'," + OWNER_JSON + "}"));
        table.hidden(to("GET /api/v1/experiments/{experimentName}"));
        table.denied(to("GET /api/v1/experiments/{experimentName}").query(OWNED));
        table.denied(
                to("PATCH /api/v1/experiments/{experimentName}").query(OWNED).json("{'description':'x'}"));
        table.filtered(to("GET /api/v1/trials"), "{trialName}");
        table.denied(to("GET /api/v1/trials").query(OWNED));
        String trial = "{'trialName':'<more>','experimentName':'<study>'," + OWNER_JSON + "}";
        table.denied(to("POST /api/v1/trials").json(trial));
        table.hidden(to("GET /api/v1/trials/{trialName}"));
        table.denied(to("PATCH /api/v1/trials/{trialName}").query(OWNED).json("{'displayName':'x'}"));
        table.denied(to("PUT /api/v1/trials/{trialName}/trial-components/{trialComponentName}")
                .query(OWNED));
        table.filtered(to("GET /api/v1/trial-components"), "{trialComponentName}");
        table.denied(to("GET /api/v1/trial-components").query(OWNED));
        table.denied(to("POST /api/v1/trial-components").json("{'trialComponentName':'<more>'," + OWNER_JSON + "}"));
        table.filtered(to("POST /api/v1/trial-components:search").json("{}"), "{trialComponentName}");
        table.denied(to("POST /api/v1/trial-components:search").json("{" + OWNER_JSON + "}"));
        table.hidden(to("POST /api/v1/trial-components:compare")
                .json("{'trialComponentNames':['<trialComponentName>','<trialComponentName>']}"));
        String one = "/api/v1/trial-components/{trialComponentName}";
        table.hidden(to("GET " + one));
        table.denied(to("PATCH " + one).query(OWNED).json("{'displayName':'x'}"));
        table.denied(to("POST " + one + "/metrics")
                .query(OWNED)
                .json("{'metricData':[{'metricName':'auc','value':0.5,'timestamp':'2026-03-02T09:00:00Z'}]}"));
        table.hidden(to("GET " + one + "/metrics"));
    }

    private void endpoints() {
        table.filtered(to("GET /api/v1/endpoints"), "{endpointName}");
        table.denied(to("GET /api/v1/endpoints").query(OWNED));
        table.hidden(to("POST /api/v1/endpoints").json("{'endpointName':'<more>','autoMlJobName':'<autoMlJobName>'}"));
        String one = "/api/v1/endpoints/{endpointName}";
        table.hidden(to("GET " + one));
        table.hidden(to("GET " + one + "/captures"));
        table.hidden(to("GET " + one + "/captures/{path}"));
        table.hidden(to("POST " + one + "/invocations").body("text/csv", ROWS));
        table.hidden(to("PATCH " + one + "/variants/{variantName}").json("{'weight':2}"));
        table.hidden(to("PATCH " + one).json("{'dataCapture':{'samplingPercentage':50}}"));
    }

    private void monitors() {
        table.filtered(to("GET /api/v1/monitoring-schedules"), "{monitoringScheduleName}");
        table.denied(to("GET /api/v1/monitoring-schedules").query(OWNED));
        table.hidden(
                to("POST /api/v1/monitoring-schedules")
                        .json(
                                "{'monitoringScheduleName':'<more>','endpointName':'<endpointName>','monitoringType':'DataQuality'}"));
        String one = "/api/v1/monitoring-schedules/{monitoringScheduleName}";
        table.hidden(to("GET " + one));
        table.hidden(to("POST " + one + ":stop"));
        table.hidden(to("POST " + one + ":start"));
        table.hidden(to("GET " + one + "/events"));
        table.hidden(to("GET " + one + "/executions"));
        table.hidden(to("GET " + one + "/executions/{monitoringExecutionId}"));
        table.hidden(to("GET " + one + "/executions/{monitoringExecutionId}/reports/{reportName}"));
        table.hidden(to("POST " + one + ":run").json("{'datasetId':'<datasetId>'}"));
    }

    private void transforms() {
        table.filtered(to("GET /api/v1/transform-jobs"), "{transformJobName}");
        table.denied(to("GET /api/v1/transform-jobs").query(OWNED));
        table.hidden(to("POST /api/v1/transform-jobs")
                .json("{'transformJobName':'<more>','autoMlJobName':'<autoMlJobName>','datasetId':'<datasetId>'}"));
        String one = "/api/v1/transform-jobs/{transformJobName}";
        table.hidden(to("GET " + one));
        table.hidden(to("POST " + one + ":stop"));
        table.hidden(to("GET " + one + "/output"));
    }

    private void models() {
        table.filtered(to("GET /api/v1/models"), "{modelName}");
        table.denied(to("GET /api/v1/models").query(OWNED));
        table.hidden(to("POST /api/v1/models").json("{'modelName':'<more>','autoMlJobName':'<autoMlJobName>'}"));
        table.hidden(to("GET /api/v1/models/{modelName}"));
        table.filtered(to("GET /api/v1/endpoint-configs"), "{endpointConfigName}");
        table.denied(to("GET /api/v1/endpoint-configs").query(OWNED));
        table.hidden(
                to("POST /api/v1/endpoint-configs")
                        .json(
                                "{'endpointConfigName':'<more>','productionVariants':[{'variantName':'main','modelName':'<modelName>'}]}"));
        table.hidden(to("GET /api/v1/endpoint-configs/{endpointConfigName}"));
        table.row(
                to("POST /api/v1/endpoint-configs/{endpointConfigName}:deploy").json("{}"),
                Verdict.HIDDEN,
                Verdict.HIDDEN,
                Verdict.OTHER);
        table.hidden(to("DELETE /api/v1/endpoint-configs/{endpointConfigName}"));
        table.hidden(to("DELETE /api/v1/models/{modelName}"));
    }

    @Test
    void overGrpc() {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
        try {
            Map<String, MethodDescriptor<?, ?>> methods = Routes.grpc(services);
            Grpc grpc = new Grpc(channel, names, methods);
            datasetsAndJobs(grpc);
            experiments(grpc);
            endpoints(grpc);
            monitorsAndTransforms(grpc);
            models(grpc);
            aws(grpc);
            awsHosting(grpc);
            awsMonitors(grpc);
            awsExperiments(grpc);
            awsCreations(grpc);
            awsDeletions(grpc);
            deletions(grpc);
            assertThat(awsOperations)
                    .as("operations of AWS clients: each needs a row that says who may")
                    .isEqualTo(new TreeSet<>(OperationNames.all()));
            table.check(methods.keySet());
        } finally {
            channel.shutdownNow();
        }
    }

    private record Grpc(
            ManagedChannel channel, Map<String, String> names, Map<String, MethodDescriptor<?, ?>> methods) {
        Probe to(String method, String... requests) {
            MethodDescriptor<?, ?> found = methods.get("atelier.autopilot.v1." + method);
            assertThat(found).as(method).isNotNull();
            return new GrpcProbe(channel, names, found, List.of(requests));
        }
    }

    private void datasetsAndJobs(Grpc grpc) {
        table.filtered(grpc.to("DatasetService/ListDatasets", ""), "{datasetId}");
        table.denied(grpc.to("DatasetService/ListDatasets", OWNER));
        table.denied(grpc.to(
                "DatasetService/UploadDataset",
                "target { name: 'more' " + OWNER + "}",
                "chunk: '" + CSV.replace("\n", "\\n") + "'"));
        table.hidden(grpc.to("DatasetService/GetDataset", "dataset_id: '<datasetId>'"));

        String jobs = "AutoMLJobService/";
        table.filtered(grpc.to(jobs + "ListAutoMLJobs", ""), "{autoMlJobName}");
        table.denied(grpc.to(jobs + "ListAutoMLJobs", OWNER));
        table.denied(grpc.to(
                jobs + "CreateAutoMLJob",
                OWNER + "auto_ml_job_name: '<more>' target_column: 'y' dataset_id: '<datasetId>'"
                        + " limits { max_candidates: 1 }"));
        String job = "auto_ml_job_name: '<autoMlJobName>' ";
        String candidate = job + "candidate_name: '<candidateName>' ";
        table.hidden(grpc.to(jobs + "GetAutoMLJob", job));
        table.hidden(grpc.to(jobs + "StopAutoMLJob", job));
        table.hidden(grpc.to(jobs + "WatchAutoMLJob", job));
        table.hidden(grpc.to(jobs + "ListCandidates", job));
        table.hidden(grpc.to(jobs + "GetCandidate", candidate));
        table.hidden(grpc.to(jobs + "GetCandidateTrials", candidate));
        table.hidden(grpc.to("ArtifactService/ListArtifacts", candidate));
        table.hidden(grpc.to("ArtifactService/ReadArtifact", job + "artifact_name: 'profile.json'"));
    }

    private void experiments(Grpc grpc) {
        String service = "ExperimentService/";
        String experiment = "experiment_name: '<experimentName>' ";
        table.filtered(grpc.to(service + "ListExperiments", ""), "{experimentName}");
        table.denied(grpc.to(service + "ListExperiments", OWNER_REF));
        table.denied(grpc.to(service + "CreateExperiment", "experiment_name: '<study>' " + OWNER_REF));
        table.hidden(grpc.to(service + "GetExperiment", experiment));
        table.denied(grpc.to(service + "UpdateExperiment", OWNER_REF + experiment + "description: 'x'"));
        String trials = "TrialService/";
        String trial = "trial_name: '<trialName>' ";
        table.filtered(grpc.to(trials + "ListTrials", ""), "{trialName}");
        table.denied(grpc.to(trials + "ListTrials", OWNER_REF));
        table.denied(grpc.to(trials + "CreateTrial", OWNER_REF + "trial_name: '<more>' experiment_name: '<study>'"));
        table.hidden(grpc.to(trials + "GetTrial", trial));
        table.denied(grpc.to(trials + "UpdateTrial", OWNER_REF + trial + "display_name: 'x'"));
        String component = "trial_component_name: '<trialComponentName>' ";
        table.denied(grpc.to(trials + "AssociateTrialComponent", OWNER_REF + trial + component));
        String components = "TrialComponentService/";
        table.denied(grpc.to(components + "CreateTrialComponent", "trial_component_name: '<more>' " + OWNER_REF));
        table.hidden(grpc.to(components + "GetTrialComponent", component));
        table.denied(
                grpc.to(components + "UpdateTrialComponent", OWNER_REF + component + "content { display_name: 'x' }"));
        table.denied(grpc.to(
                components + "BatchPutMetrics",
                OWNER_REF + component
                        + "metric_data { metric_name: 'auc' value: 0.5 timestamp { seconds: 1772442000 } }"));
        table.hidden(grpc.to(components + "ListMetrics", component));
        table.filtered(grpc.to(components + "SearchTrialComponents", ""), "{trialComponentName}");
        table.denied(grpc.to(components + "SearchTrialComponents", OWNER_REF));
        table.hidden(grpc.to(
                components + "CompareTrialComponents",
                "trial_component_names: '<trialComponentName>' trial_component_names: '<trialComponentName>'"));
    }

    private void endpoints(Grpc grpc) {
        String service = "EndpointService/";
        String endpoint = "endpoint_name: '<endpointName>' ";
        table.filtered(grpc.to(service + "ListEndpoints", ""), "{endpointName}");
        table.denied(grpc.to(service + "ListEndpoints", OWNER));
        table.hidden(
                grpc.to(service + "CreateEndpoint", "endpoint_name: '<more>' auto_ml_job_name: '<autoMlJobName>'"));
        table.hidden(grpc.to(service + "GetEndpoint", endpoint));
        table.hidden(grpc.to(service + "InvokeEndpoint", endpoint + "content_type: 'text/csv' body: '1,2,red\\n'"));
        table.hidden(grpc.to(service + "UpdateVariant", endpoint + "variant_name: 'AllTraffic' weight: 2"));
        table.hidden(grpc.to(service + "UpdateEndpoint", endpoint + "capture_percent: 50"));
    }

    private void monitorsAndTransforms(Grpc grpc) {
        String service = "MonitoringService/";
        String monitor = "monitoring_schedule_name: '<monitoringScheduleName>' ";
        String run = monitor + "monitoring_execution_id: '<monitoringExecutionId>' ";
        table.filtered(grpc.to(service + "ListMonitoringSchedules", ""), "{monitoringScheduleName}");
        table.denied(grpc.to(service + "ListMonitoringSchedules", OWNER));
        table.hidden(grpc.to(
                service + "CreateMonitoringSchedule",
                "monitoring_schedule_name: '<more>' endpoint_name: '<endpointName>' monitoring_type: 'DataQuality'"));
        table.hidden(grpc.to(service + "GetMonitoringSchedule", monitor));
        table.hidden(grpc.to(service + "WatchMonitoringSchedule", monitor));
        table.hidden(grpc.to(service + "StopMonitoringSchedule", monitor));
        table.hidden(grpc.to(service + "StartMonitoringSchedule", monitor));
        table.hidden(grpc.to(service + "ListMonitoringExecutions", monitor));
        table.hidden(grpc.to(service + "GetMonitoringExecution", run));
        table.hidden(grpc.to(service + "GetMonitoringReport", run + "report_name: 'statistics.json'"));
        table.hidden(grpc.to(service + "RunMonitoringSchedule", monitor + "dataset_id: '<datasetId>'"));
        String transforms = "TransformService/";
        String transform = "transform_job_name: '<transformJobName>' ";
        table.filtered(grpc.to(transforms + "ListTransformJobs", ""), "{transformJobName}");
        table.denied(grpc.to(transforms + "ListTransformJobs", OWNER));
        table.hidden(grpc.to(
                transforms + "CreateTransformJob",
                "transform_job_name: '<more>' auto_ml_job_name: '<autoMlJobName>' dataset_id: '<datasetId>'"));
        table.hidden(grpc.to(transforms + "GetTransformJob", transform));
        table.hidden(grpc.to(transforms + "StopTransformJob", transform));
        table.hidden(grpc.to(transforms + "ReadTransformOutput", transform));
    }

    private void models(Grpc grpc) {
        String models = "ModelService/";
        String model = "model_name: '<modelName>'";
        table.filtered(grpc.to(models + "ListModels", ""), "{modelName}");
        table.denied(grpc.to(models + "ListModels", OWNER));
        table.hidden(grpc.to(models + "CreateModel", "model_name: '<more>' auto_ml_job_name: '<autoMlJobName>'"));
        table.hidden(grpc.to(models + "GetModel", model));
        String configs = "EndpointConfigService/";
        String config = "endpoint_config_name: '<endpointConfigName>'";
        table.filtered(grpc.to(configs + "ListEndpointConfigs", ""), "{endpointConfigName}");
        table.denied(grpc.to(configs + "ListEndpointConfigs", OWNER));
        table.hidden(
                grpc.to(
                        configs + "CreateEndpointConfig",
                        "endpoint_config_name: '<more>' production_variants { variant_name: 'main' model_name: '<modelName>' }"));
        table.hidden(grpc.to(configs + "GetEndpointConfig", config));
        table.row(grpc.to(configs + "DeployEndpointConfig", config), Verdict.HIDDEN, Verdict.HIDDEN, Verdict.OTHER);
    }

    private void aws(Grpc grpc) {
        String job = "'AutoMLJobName':'<autoMlJobName>'";
        String jobArn = "'ResourceArn':'arn:aws:sagemaker:eu-west-1:000000000000:automl-job/<autoMlJobName>'";
        table.filtered(aws(grpc, "ListAutoMLJobs", ""), "{autoMlJobName}");
        for (String operation : List.of("DescribeAutoMLJob", "DescribeAutoMLJobV2", "ListCandidatesForAutoMLJob")) {
            table.hidden(aws(grpc, operation, job));
        }
        table.hidden(aws(grpc, "StopAutoMLJob", job));
        table.hidden(aws(grpc, "ListTags", jobArn));
        table.hidden(aws(grpc, "AddTags", jobArn + ",'Tags':[{'Key':'team','Value':'x'}]"));
        table.hidden(aws(grpc, "DeleteTags", jobArn + ",'TagKeys':['team']"));
    }

    /** What AWS calls not valid is not there. */
    private void awsHosting(Grpc grpc) {
        String endpoint = "'EndpointName':'<endpointName>'";
        table.filtered(aws(grpc, "ListEndpoints", ""), "{endpointName}");
        table.row(aws(grpc, "DescribeEndpoint", endpoint), Verdict.OTHER, Verdict.OTHER, Verdict.ALLOWED);
        table.row(
                aws(
                        grpc,
                        "UpdateEndpointWeightsAndCapacities",
                        endpoint + ",'DesiredWeightsAndCapacities':[{'VariantName':'AllTraffic','DesiredWeight':2}]"),
                Verdict.OTHER,
                Verdict.OTHER,
                Verdict.ALLOWED);
        table.row(
                aws(
                        grpc,
                        "CreateModel",
                        "'ModelName':'<awsModel>','PrimaryContainer':{'ModelDataUrl':'http://x/api/v1/automl-jobs/<autoMlJobName>/candidates/<candidateName>/artifact'}"),
                Verdict.OTHER,
                Verdict.OTHER,
                Verdict.ALLOWED);
        table.filtered(aws(grpc, "ListModels", ""), "{awsModel}");
        String model = "'ModelName':'<awsModel>'";
        table.row(aws(grpc, "DescribeModel", model), Verdict.OTHER, Verdict.OTHER, Verdict.ALLOWED);
        table.row(
                aws(
                        grpc,
                        "CreateEndpointConfig",
                        "'EndpointConfigName':'<awsConfig>','ProductionVariants':[{'VariantName':'AllTraffic'," + model
                                + "}]"),
                Verdict.OTHER,
                Verdict.OTHER,
                Verdict.ALLOWED);
        table.filtered(aws(grpc, "ListEndpointConfigs", ""), "{awsConfig}");
        String config = "'EndpointConfigName':'<awsConfig>'";
        for (String operation : List.of("DescribeEndpointConfig", "DeleteEndpointConfig")) {
            table.row(aws(grpc, operation, config), Verdict.OTHER, Verdict.OTHER, Verdict.ALLOWED);
        }
        table.row(aws(grpc, "DeleteModel", model), Verdict.OTHER, Verdict.OTHER, Verdict.ALLOWED);
        String transform = "'TransformJobName':'<transformJobName>'";
        table.filtered(aws(grpc, "ListTransformJobs", ""), "{transformJobName}");
        table.hidden(aws(grpc, "DescribeTransformJob", transform));
        table.hidden(aws(grpc, "StopTransformJob", transform));
    }

    private void awsMonitors(Grpc grpc) {
        String definition = "'JobDefinitionName':'<awsDefinition>'";
        String input = "'EndpointInput':{'EndpointName':'<endpointName>','LocalPath':'/in'}";
        String resources =
                "'JobResources':{'ClusterConfig':{'InstanceCount':1,'InstanceType':'ml.m5.large','VolumeSizeInGB':1}},'RoleArn':'r'";
        String outputs = "{'MonitoringOutputs':[{'S3Output':{'S3Uri':'s3://x','LocalPath':'/out'}}]}";
        for (String type : List.of("DataQuality", "ModelQuality")) {
            String outcomes = type.equals("ModelQuality") ? ",'GroundTruthS3Input':{'S3Uri':'s3://x/y.csv'}" : "";
            table.hidden(aws(
                    grpc,
                    "Create" + type + "JobDefinition",
                    definition + ",'" + type + "AppSpecification':{'ImageUri':'atelier-monitor'},'" + type
                            + "JobInput':{" + input + outcomes + "},'" + type + "JobOutputConfig':" + outputs + ","
                            + resources));
            table.filtered(aws(grpc, "List" + type + "JobDefinitions", ""), "{awsDefinition}");
            table.hidden(aws(grpc, "Describe" + type + "JobDefinition", definition));
        }
        String config =
                "'MonitoringScheduleConfig':{'MonitoringJobDefinitionName':'<awsDefinition>','MonitoringType':'DataQuality'}";
        String own = "'MonitoringScheduleName':'<awsMonitor>'";
        table.hidden(aws(grpc, "CreateMonitoringSchedule", own + "," + config));
        table.filtered(aws(grpc, "ListMonitoringSchedules", ""), "{awsMonitor}");
        table.hidden(aws(grpc, "DescribeMonitoringSchedule", own));
        table.hidden(aws(grpc, "UpdateMonitoringSchedule", own + "," + config));
        table.hidden(aws(grpc, "StopMonitoringSchedule", own));
        table.hidden(aws(grpc, "StartMonitoringSchedule", own));
        table.filtered(aws(grpc, "ListMonitoringExecutions", ""), "{monitoringScheduleName}");
        table.hidden(aws(grpc, "DeleteMonitoringSchedule", own));
        for (String type : List.of("DataQuality", "ModelQuality")) {
            table.hidden(aws(grpc, "Delete" + type + "JobDefinition", definition));
        }
    }

    private void awsExperiments(Grpc grpc) {
        String experiment = "'ExperimentName':'<experimentName>'";
        String trial = "'TrialName':'<trialName>'";
        String component = "'TrialComponentName':'<trialComponentName>'";
        table.filtered(aws(grpc, "ListExperiments", ""), "{experimentName}");
        table.filtered(aws(grpc, "ListTrials", ""), "{trialName}");
        table.filtered(aws(grpc, "ListTrialComponents", ""), "{trialComponentName}");
        table.filtered(aws(grpc, "Search", "'Resource':'Experiment'"), "{experimentName}");
        table.filtered(aws(grpc, "Search", "'Resource':'ExperimentTrial'"), "{trialName}");
        table.filtered(aws(grpc, "Search", "'Resource':'ExperimentTrialComponent'"), "{trialComponentName}");
        table.hidden(aws(grpc, "DescribeExperiment", experiment));
        table.hidden(aws(grpc, "UpdateExperiment", experiment + ",'Description':'x'"));
        table.hidden(aws(grpc, "DescribeTrial", trial));
        table.hidden(aws(grpc, "UpdateTrial", trial + ",'DisplayName':'x'"));
        table.hidden(aws(grpc, "AssociateTrialComponent", trial + "," + component));
        table.hidden(aws(grpc, "DescribeTrialComponent", component));
        table.hidden(aws(grpc, "UpdateTrialComponent", component + ",'DisplayName':'x'"));
        table.hidden(aws(
                grpc, "BatchPutMetrics", component + ",'MetricData':[{'MetricName':'auc','Timestamp':1,'Value':0.5}]"));
    }

    /** What the owner is told is that it is not valid, or there already: it is not made twice. */
    private void awsCreations(Grpc grpc) {
        String forAnn =
                "'Tags':[{'Key':'sagemaker:user-profile-arn','Value':'arn:aws:sagemaker:eu-west-1:000000000000:user-profile/<domainId>/<userProfileName>'}]";
        String source = "'DataSource':{'S3DataSource':{'S3DataType':'S3Prefix','S3Uri':'dataset:<datasetId>'}}";
        String job = forAnn + ",'AutoMLJobName':'<more>','RoleArn':'r','OutputDataConfig':{'S3OutputPath':'s3://x'},";
        for (Probe probe : List.of(
                aws(grpc, "CreateAutoMLJob", job + "'InputDataConfig':[{'TargetAttributeName':'none'," + source + "}]"),
                aws(
                        grpc,
                        "CreateAutoMLJobV2",
                        job + "'AutoMLJobInputDataConfig':[{" + source
                                + "}],'AutoMLProblemTypeConfig':{'TabularJobConfig':{'TargetAttributeName':'none'}}"))) {
            table.row(probe, Verdict.DENIED, Verdict.DENIED, Verdict.NOT_NOW);
        }
        for (Probe probe : List.of(
                aws(grpc, "CreateExperiment", forAnn + ",'ExperimentName':'<awsStudy>'"),
                aws(grpc, "CreateTrial", forAnn + ",'TrialName':'<awsTrial>','ExperimentName':'<awsStudy>'"),
                aws(grpc, "CreateTrialComponent", forAnn + ",'TrialComponentName':'<awsComponent>'"))) {
            table.row(probe, Verdict.DENIED, Verdict.DENIED, Verdict.OTHER);
        }
        table.row(
                aws(
                        grpc,
                        "CreateTransformJob",
                        "'TransformJobName':'<more>','ModelName':'<modelName>','TransformInput':{" + source
                                + "},'TransformOutput':{'S3OutputPath':'s3://x'},'TransformResources':{'InstanceType':'large','InstanceCount':1}"),
                Verdict.HIDDEN,
                Verdict.HIDDEN,
                Verdict.NOT_NOW);
        String config = "'EndpointConfigName':'<endpointConfigName>'";
        for (String[] call : new String[][] {
            {"UpdateEndpoint", "'EndpointName':'<endpointName>'," + config},
            {"CreateEndpoint", "'EndpointName':'<awsEndpoint>'," + config},
            {"DeleteEndpoint", "'EndpointName':'<awsEndpoint>'"}
        }) {
            table.row(aws(grpc, call[0], call[1]), Verdict.OTHER, Verdict.OTHER, Verdict.ALLOWED);
        }
    }

    private void awsDeletions(Grpc grpc) {
        String trial = "'TrialName':'<awsTrial>'";
        String component = "'TrialComponentName':'<awsComponent>'";
        table.hidden(aws(grpc, "AssociateTrialComponent", trial + "," + component));
        table.hidden(aws(grpc, "DisassociateTrialComponent", trial + "," + component));
        table.hidden(aws(grpc, "DeleteTrialComponent", component));
        table.hidden(aws(grpc, "DeleteTrial", trial));
        table.hidden(aws(grpc, "DeleteExperiment", "'ExperimentName':'<awsStudy>'"));
    }

    /** An operation of the SageMaker protocol. */
    private Probe aws(Grpc grpc, String operation, String members) {
        awsOperations.add(operation);
        return grpc.to(
                "AwsService/CallOperation",
                "operation: '%s' region: 'eu-west-1' account_id: '000000000000' input: '{%s}'"
                        .formatted(operation, members.replace("'", "\\\"")));
    }

    private void deletions(Grpc grpc) {
        table.hidden(
                grpc.to("EndpointConfigService/DeleteEndpointConfig", "endpoint_config_name: '<endpointConfigName>'"));
        table.hidden(grpc.to("ModelService/DeleteModel", "model_name: '<modelName>'"));
        table.withoutEffect(grpc.to(
                "MonitoringService/DeleteMonitoringSchedule", "monitoring_schedule_name: '<monitoringScheduleName>'"));
        table.withoutEffect(grpc.to("EndpointService/DeleteEndpoint", "endpoint_name: '<endpointName>'"));
        table.withoutEffect(grpc.to("TransformService/DeleteTransformJob", "transform_job_name: '<transformJobName>'"));
        String component = "trial_component_name: '<trialComponentName>' ";
        table.denied(grpc.to(
                "TrialService/DisassociateTrialComponent", OWNER_REF + "trial_name: '<trialName>' " + component));
        table.denied(grpc.to("TrialComponentService/DeleteTrialComponent", OWNER_REF + component));
        table.denied(grpc.to("TrialService/DeleteTrial", OWNER_REF + "trial_name: '<trialName>'"));
        table.denied(grpc.to("ExperimentService/DeleteExperiment", OWNER_REF + "experiment_name: '<experimentName>'"));
        table.withoutEffect(grpc.to("AutoMLJobService/DeleteAutoMLJob", "auto_ml_job_name: '<autoMlJobName>'"));
        table.withoutEffect(grpc.to("DatasetService/DeleteDataset", "dataset_id: '<datasetId>'"));
    }
}
