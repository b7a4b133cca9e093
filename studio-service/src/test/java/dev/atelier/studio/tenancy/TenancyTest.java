package dev.atelier.studio.tenancy;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.awaitGone;
import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.createApp;
import static dev.atelier.studio.StudioApi.domain;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static dev.atelier.studio.StudioApi.unique;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.AppServiceGrpc;
import dev.atelier.studio.v1.AppType;
import dev.atelier.studio.v1.CatalogServiceGrpc;
import dev.atelier.studio.v1.CreateAppRequest;
import dev.atelier.studio.v1.CreateDomainRequest;
import dev.atelier.studio.v1.CreateUserProfileRequest;
import dev.atelier.studio.v1.DomainServiceGrpc;
import dev.atelier.studio.v1.GetDomainRequest;
import dev.atelier.studio.v1.GetInstanceRequest;
import dev.atelier.studio.v1.InstanceServiceGrpc;
import dev.atelier.studio.v1.ListImagesRequest;
import dev.atelier.studio.v1.ListInstanceTypesRequest;
import dev.atelier.studio.v1.ListUserProfilesRequest;
import dev.atelier.studio.v1.ListUserProfilesResponse;
import dev.atelier.studio.v1.ResourceStatus;
import dev.atelier.studio.v1.UserProfileServiceGrpc;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Domains, profiles, catalogues and refusals over REST and gRPC; nothing here starts a process. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class TenancyTest {
    @TestHTTPResource("/")
    URI service;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void aDomainAndAProfileComeIntoServiceAndGo() {
        String name = unique("domain");
        Response created = operator()
                .body(Map.of("domainName", name, "tags", Map.of("stage", "test")))
                .post("/api/v1/domains");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat((String) created.path("status")).isEqualTo("Pending");
        String id = created.path("domainId");
        assertThat(id).matches("d-[a-z0-9]{12}");
        assertThat(created.header("Location")).endsWith("/api/v1/domains/" + id);
        assertThat((String) created.path("defaultImage")).isEqualTo("data-science");
        assertThat((String) created.path("defaultInstanceType")).isEqualTo("ml.t3.medium");
        assertProblem(
                operator().body(Map.of("domainName", name)).post("/api/v1/domains"), 409, "resource-already-exists");

        String profile = profile(id, "ada");
        operator().get(profile).then().statusCode(200);
        assertThat((String) operator().get(profile).path("executionRole"))
                .isEqualTo("arn:aws:iam::111122223333:role/StudioUser");
        assertProblem(operator().delete("/api/v1/domains/" + id), 409, "resource-in-use");
        operator().delete(profile).then().statusCode(204);
        awaitGone(profile);
        operator().delete(profile).then().statusCode(204);
        operator().delete("/api/v1/domains/" + id).then().statusCode(204);
        awaitGone("/api/v1/domains/" + id);
        assertProblem(operator().get("/api/v1/domains/" + id), 404, "resource-not-found");
    }

    @Test
    void aCreateWithAKeyHappensOnce() {
        Map<String, String> body = Map.of("domainName", unique("once"));
        String key = unique("key");
        String first = operator()
                .header("Idempotency-Key", key)
                .body(body)
                .post("/api/v1/domains")
                .path("domainId");
        String second = operator()
                .header("Idempotency-Key", key)
                .body(body)
                .post("/api/v1/domains")
                .path("domainId");

        assertThat(second).isEqualTo(first);
        assertProblem(
                operator()
                        .header("Idempotency-Key", key)
                        .body(Map.of("domainName", unique("other")))
                        .post("/api/v1/domains"),
                409,
                "idempotency-conflict");
    }

    @Test
    void badRequestsSayWhatIsWrong() {
        String domain = domain();
        Response bad = operator()
                .body(Map.of("userProfileName", "-x-", "executionRole", "me"))
                .post("/api/v1/domains/" + domain + "/user-profiles");
        assertProblem(bad, 400, "validation");
        assertThat(bad.jsonPath().getList("errors.field")).containsExactly("userProfileName", "executionRole");
        assertProblem(operator().body(Map.of("domainNam", "x")).post("/api/v1/domains"), 400, "validation");
        assertProblem(operator().body("{").post("/api/v1/domains"), 400, "validation");
        assertProblem(operator().post("/api/v1/domains"), 400, "validation");
        assertProblem(operator().get("/api/v1/domains?size=3"), 400, "validation");
        assertProblem(operator().get("/api/v1/domains?pageToken=zzz"), 400, "validation");
        assertProblem(
                operator()
                        .body(Map.of("domainName", unique("d"), "defaultImage", "nope"))
                        .post("/api/v1/domains"),
                422,
                "unknown-image");
        assertProblem(
                operator()
                        .body(Map.of("domainName", unique("d"), "defaultInstanceType", "ml.nope"))
                        .post("/api/v1/domains"),
                422,
                "unknown-instance-type");
        assertProblem(
                operator().body(Map.of("userProfileName", "x")).post("/api/v1/domains/d-000000000000/user-profiles"),
                404,
                "resource-not-found");
    }

    @Test
    void anAppOfAnUnknownTypeLeavesNothingBehind() {
        String domain = domain();
        String profile = profile(domain, "ada");

        assertProblem(createApp(profile, "KernelGateway", "x", "ml.nope"), 422, "unknown-instance-type");
        assertProblem(createApp(profile, "KernelGateway", "-", "ml.t3.medium"), 400, "validation");
        assertProblem(createApp(profile, "Canvas", "x", "ml.t3.medium"), 400, "validation");
        assertProblem(createApp(profile, "JupyterServer", "x", "ml.t3.medium"), 400, "validation");
        assertProblem(
                operator()
                        .body(Map.of("appType", "KernelGateway", "appName", "x", "image", "nope"))
                        .post(profile + "/apps"),
                422,
                "unknown-image");

        assertThat(operator().get(profile + "/apps").jsonPath().getList("items"))
                .isEmpty();
        assertThat(operator()
                        .get("/api/v1/instances?domainId=" + domain)
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void anImageWithoutItsEnvironmentFailsTheAppWithAReason() {
        String profile = profile(domain(), "ada");
        createApp(profile, "KernelGateway", "x", "ml.t3.medium").then().statusCode(201);

        Response failed = awaitStatus(profile + "/apps/KernelGateway/x", "Failed");

        assertThat((String) failed.path("failureReason")).contains("data-science");
        awaitStatus("/api/v1/instances/" + failed.path("instanceId"), "Stopped");
    }

    @Test
    void membersReachTheirOwnOnly() {
        String domain = domain();
        String other = domain();
        String ada = profile(domain, "ada");
        String bob = profile(domain, "bob");
        String token = TestTokens.user(domain, "ada");
        createApp(bob, "KernelGateway", "his", "ml.t3.medium").then().statusCode(201);
        String his = awaitStatus(bob + "/apps/KernelGateway/his", "Failed").path("instanceId");

        as(token).get(ada).then().statusCode(200);
        assertProblem(as(token).get(bob), 403, "permission-denied");
        assertProblem(as(token).get("/api/v1/domains/" + other), 403, "permission-denied");
        assertProblem(as(token).get(bob + "/apps"), 403, "permission-denied");
        assertProblem(as(token).get(bob + "/home/files"), 403, "permission-denied");
        assertProblem(as(token).delete(bob), 403, "permission-denied");
        assertProblem(as(token).delete(ada), 403, "permission-denied");
        assertProblem(as(token).body(Map.of("domainName", "x")).post("/api/v1/domains"), 403, "permission-denied");
        assertProblem(as(token).get("/api/v1/instances/" + his), 404, "resource-not-found");
        assertProblem(as(token).delete("/api/v1/instances/" + his), 404, "resource-not-found");
        assertProblem(
                as(token).get("/api/v1/instances?domainId=%s&userProfileName=bob".formatted(domain)),
                403,
                "permission-denied");
        assertThat(as(token).get("/api/v1/instances").jsonPath().getList("items"))
                .isEmpty();
        assertThat(as(token).get("/api/v1/domains").jsonPath().getList("items.domainId"))
                .containsExactly(domain);
        assertThat(as(token)
                        .get("/api/v1/domains/" + domain + "/user-profiles")
                        .jsonPath()
                        .getList("items.userProfileName"))
                .containsExactly("ada");
        String viewer = TestTokens.viewer("auditor");
        as(viewer).get(bob).then().statusCode(200);
        assertProblem(as(viewer).delete("/api/v1/instances/" + his), 403, "permission-denied");
    }

    @Test
    void withoutAValidTokenNothingIsAnswered() {
        assertProblem(given().get("/api/v1/domains"), 401, "unauthenticated");
        assertProblem(as(TestTokens.forged()).get("/api/v1/domains"), 401, "unauthenticated");
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> DomainServiceGrpc.newBlockingStub(channel)
                        .getDomain(GetDomainRequest.newBuilder()
                                .setDomainId("d-000000000000")
                                .build()));
        assertThat(GrpcErrors.toAtelier(refused).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void theSameOverGrpc() {
        Channel operator = with(TestTokens.operator());
        DomainServiceGrpc.DomainServiceBlockingStub domains = DomainServiceGrpc.newBlockingStub(operator);
        String id = domains.createDomain(CreateDomainRequest.newBuilder()
                        .setDomainName(unique("grpc"))
                        .build())
                .getDomain()
                .getDomainId();
        awaitStatus("/api/v1/domains/" + id, "InService");
        UserProfileServiceGrpc.UserProfileServiceBlockingStub profiles =
                UserProfileServiceGrpc.newBlockingStub(operator);
        for (String name : List.of("ann", "ben", "cid")) {
            profiles.createUserProfile(CreateUserProfileRequest.newBuilder()
                    .setDomainId(id)
                    .setUserProfileName(name)
                    .build());
        }
        assertThat(domains.getDomain(
                                GetDomainRequest.newBuilder().setDomainId(id).build())
                        .getDomain()
                        .getStatus())
                .isEqualTo(ResourceStatus.RESOURCE_STATUS_IN_SERVICE);

        ListUserProfilesResponse first = profiles.listUserProfiles(ListUserProfilesRequest.newBuilder()
                .setDomainId(id)
                .setPageSize(2)
                .build());
        ListUserProfilesResponse second = profiles.listUserProfiles(ListUserProfilesRequest.newBuilder()
                .setDomainId(id)
                .setPageSize(2)
                .setPageToken(first.getNextPageToken())
                .build());
        assertThat(first.getUserProfilesList())
                .extracting(dev.atelier.studio.v1.UserProfile::getUserProfileName)
                .containsExactly("ann", "ben");
        assertThat(second.getUserProfilesList())
                .extracting(dev.atelier.studio.v1.UserProfile::getUserProfileName)
                .containsExactly("cid");
        assertThat(second.getNextPageToken()).isEmpty();

        awaitStatus("/api/v1/domains/" + id + "/user-profiles/ann", "InService");
        StatusRuntimeException unknownType = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> AppServiceGrpc.newBlockingStub(operator)
                        .createApp(CreateAppRequest.newBuilder()
                                .setDomainId(id)
                                .setUserProfileName("ann")
                                .setAppType(AppType.APP_TYPE_KERNEL_GATEWAY)
                                .setAppName("x")
                                .setInstanceType("ml.nope")
                                .build()));
        assertThat(GrpcErrors.toAtelier(unknownType).code()).isEqualTo(ErrorCode.UNKNOWN_INSTANCE_TYPE);
        StatusRuntimeException unknown = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> InstanceServiceGrpc.newBlockingStub(with(TestTokens.user(id, "ann")))
                        .getInstance(GetInstanceRequest.newBuilder()
                                .setInstanceId("i-0")
                                .build()));
        assertThat(GrpcErrors.toAtelier(unknown).code()).isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    }

    @Test
    void theCatalogueListsWhatRuns() {
        Response images = operator().get("/api/v1/images");
        assertThat(images.jsonPath().getList("items.imageName")).containsExactly("data-science");
        assertThat(images.jsonPath().getList("items[0].kernelSpecs.displayName"))
                .containsExactly("Python 3");
        Response types = operator().get("/api/v1/instance-types");
        assertThat(types.jsonPath().getList("items.instanceType")).contains("ml.t3.medium", "ml.m5.large");
        assertThat(types.jsonPath().getMap("items.find { it.instanceType == 'ml.t3.medium' }"))
                .containsEntry("vcpu", 2)
                .containsEntry("fastLaunch", true)
                .containsEntry("defaultFor", "cpu")
                .doesNotContainKey("pricePerHour");
        CatalogServiceGrpc.CatalogServiceBlockingStub catalog =
                CatalogServiceGrpc.newBlockingStub(with(TestTokens.operator()));
        assertThat(catalog.listImages(ListImagesRequest.getDefaultInstance())
                        .getImages(0)
                        .getKernelSpecs(0)
                        .getName())
                .isEqualTo("python3");
        assertThat(catalog.listInstanceTypes(ListInstanceTypesRequest.getDefaultInstance())
                        .getInstanceTypesList())
                .anySatisfy(type -> assertThat(type.getSpec().getGpu()).isPositive());
    }

    private Channel with(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
