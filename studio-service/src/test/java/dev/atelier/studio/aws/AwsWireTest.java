package dev.atelier.studio.aws;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.awaitGone;
import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static dev.atelier.studio.StudioApi.unique;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.atelier.platform.security.AwsKeys;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.AppDetails;
import software.amazon.awssdk.services.sagemaker.model.AppStatus;
import software.amazon.awssdk.services.sagemaker.model.AppType;
import software.amazon.awssdk.services.sagemaker.model.AuthMode;
import software.amazon.awssdk.services.sagemaker.model.CreateDomainResponse;
import software.amazon.awssdk.services.sagemaker.model.CustomImage;
import software.amazon.awssdk.services.sagemaker.model.DescribeAppImageConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeAppResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeDomainResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeImageResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeSpaceResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeUserProfileResponse;
import software.amazon.awssdk.services.sagemaker.model.DomainStatus;
import software.amazon.awssdk.services.sagemaker.model.Image;
import software.amazon.awssdk.services.sagemaker.model.ImageStatus;
import software.amazon.awssdk.services.sagemaker.model.KernelSpec;
import software.amazon.awssdk.services.sagemaker.model.LifecycleManagement;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SharingType;
import software.amazon.awssdk.services.sagemaker.model.SortOrder;
import software.amazon.awssdk.services.sagemaker.model.SpaceDetails;
import software.amazon.awssdk.services.sagemaker.model.SpaceStatus;
import software.amazon.awssdk.services.sagemaker.model.StudioLifecycleConfigAppType;
import software.amazon.awssdk.services.sagemaker.model.StudioLifecycleConfigDetails;
import software.amazon.awssdk.services.sagemaker.model.StudioLifecycleConfigSortKey;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.UserProfileDetails;
import software.amazon.awssdk.services.sagemaker.model.UserProfileSortKey;

/** The wire protocol, spoken by the AWS SDK. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class AwsWireTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/StudioUser";

    @TestHTTPResource("/")
    URI service;

    @Inject
    DataSource database;

    @Test
    void ownImagesAndTheirConfigsLiveAsInSageMaker() {
        try (SageMakerClient client = client(AwsBasicCredentials.create(AwsKeys.OPERATOR, TestTokens.operator()))) {
            String name = unique("aws-image");
            String arn = client.createImage(request -> request.imageName(name)
                            .roleArn(ROLE)
                            .displayName("Tools")
                            .description("of the team")
                            .tags(tag("team", "fraud")))
                    .imageArn();
            assertThat(arn).isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:image/" + name);
            client.updateImage(request -> request.imageName(name).deleteProperties("Description"));
            DescribeImageResponse image = client.describeImage(request -> request.imageName(name));
            assertThat(image.imageStatus()).isEqualTo(ImageStatus.CREATED);
            assertThat(image.displayName()).isEqualTo("Tools");
            assertThat(image.description()).isNull();
            assertThat(image.roleArn()).isEqualTo(ROLE);
            assertThat(client.listImages(request -> request.nameContains(name).sortBy("IMAGE_NAME"))
                            .images())
                    .extracting(Image::imageName)
                    .containsExactly(name);
            assertThat(client.listImages(request -> request.nameContains(name)
                                    .creationTimeAfter(image.creationTime().plusSeconds(60)))
                            .images())
                    .isEmpty();
            assertThat(client.listTags(request -> request.resourceArn(arn)).tags())
                    .containsExactly(tag("team", "fraud"));

            AwsServiceException container = catchThrowableOfType(
                    AwsServiceException.class,
                    () -> client.createImageVersion(request -> request.imageName(name)
                            .clientToken("once")
                            .baseImage("000000000000.dkr.ecr.eu-west-1.amazonaws.com/tools:1")));
            assertThat(container.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
            assertThat(container.getMessage()).contains("data:text/plain");
            assertThat(client.listImageVersions(request -> request.imageName(name))
                            .imageVersions())
                    .isEmpty();

            String config = unique("aws-config");
            client.createAppImageConfig(request -> request.appImageConfigName(config)
                    .kernelGatewayImageConfig(kernels -> kernels.kernelSpecs(KernelSpec.builder()
                                    .name("python3")
                                    .displayName("Tools")
                                    .build())
                            .fileSystemConfig(files -> files.defaultUid(0).defaultGid(0))));
            DescribeAppImageConfigResponse described =
                    client.describeAppImageConfig(request -> request.appImageConfigName(config));
            assertThat(described.kernelGatewayImageConfig().kernelSpecs())
                    .extracting(KernelSpec::displayName)
                    .containsExactly("Tools");
            assertThat(described.kernelGatewayImageConfig().fileSystemConfig().mountPath())
                    .isEqualTo("/home/sagemaker-user");
            assertThat(client.listAppImageConfigs(request -> request.nameContains(config))
                            .appImageConfigs())
                    .hasSize(1);

            String domain = client.createDomain(request -> request.domainName(unique("aws"))
                            .authMode(AuthMode.IAM)
                            .defaultUserSettings(settings -> settings.executionRole(ROLE)
                                    .kernelGatewayAppSettings(kernels -> kernels.customImages(CustomImage.builder()
                                            .imageName(name)
                                            .appImageConfigName(config)
                                            .build()))))
                    .domainId();
            awaitStatus("/api/v1/domains/" + domain, "InService");
            assertThat(client.describeDomain(request -> request.domainId(domain))
                            .defaultUserSettings()
                            .kernelGatewayAppSettings()
                            .customImages())
                    .extracting(CustomImage::appImageConfigName)
                    .containsExactly(config);
            assertThat(catchThrowableOfType(
                            ResourceInUseException.class, () -> client.deleteImage(request -> request.imageName(name))))
                    .isNotNull();
            client.deleteDomain(request -> request.domainId(domain));
            awaitGone("/api/v1/domains/" + domain);

            client.deleteAppImageConfig(request -> request.appImageConfigName(config));
            client.deleteImage(request -> request.imageName(name));
            awaitGone("/api/v1/images/" + name);
            assertThat(catchThrowableOfType(
                            ResourceNotFoundException.class,
                            () -> client.deleteImage(request -> request.imageName(name))))
                    .isNotNull();
        }
    }

    @Test
    void aLifecycleConfigurationIsAttachedByItsArn() {
        String domain = StudioApi.domain();
        String ada = profile(domain, "ada");
        String name = unique("aws-script");
        try (SageMakerClient client = client(AwsBasicCredentials.create(AwsKeys.OPERATOR, TestTokens.operator()))) {
            String script = "#!/bin/bash\necho h\u00e9llo\n";
            String arn = client.createStudioLifecycleConfig(request -> request.studioLifecycleConfigName(name)
                            .studioLifecycleConfigAppType(StudioLifecycleConfigAppType.KERNEL_GATEWAY)
                            .studioLifecycleConfigContent(
                                    Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8)))
                            .tags(tag("stage", "test")))
                    .studioLifecycleConfigArn();
            assertThat(arn).isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:studio-lifecycle-config/" + name);
            String content = client.describeStudioLifecycleConfig(request -> request.studioLifecycleConfigName(name))
                    .studioLifecycleConfigContent();
            assertThat(new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8))
                    .isEqualTo(script);
            assertThat(client.listStudioLifecycleConfigs(
                                    request -> request.nameContains(name).sortBy(StudioLifecycleConfigSortKey.NAME))
                            .studioLifecycleConfigs())
                    .extracting(StudioLifecycleConfigDetails::studioLifecycleConfigArn)
                    .containsExactly(arn);
            client.updateUserProfile(request -> request.domainId(domain)
                    .userProfileName("ada")
                    .userSettings(
                            settings -> settings.kernelGatewayAppSettings(kernels -> kernels.lifecycleConfigArns(arn)
                                    .defaultResourceSpec(spec -> spec.lifecycleConfigArn(arn)))));
            assertThat((String)
                            operator().get(ada).path("effectiveSettings.lifecycleConfigs.kernelGateway.defaultName"))
                    .isEqualTo(name);
            assertThat(client.describeUserProfile(
                                    request -> request.domainId(domain).userProfileName("ada"))
                            .userSettings()
                            .kernelGatewayAppSettings()
                            .lifecycleConfigArns())
                    .containsExactly(arn);
            assertThat(catchThrowableOfType(
                            ResourceInUseException.class,
                            () -> client.deleteStudioLifecycleConfig(
                                    request -> request.studioLifecycleConfigName(name))))
                    .isNotNull();
        }
    }

    @Test
    void aSpaceLivesAsInSageMaker() {
        String domain = StudioApi.domain();
        profile(domain, "ada");
        try (SageMakerClient client = client(AwsBasicCredentials.create(AwsKeys.OPERATOR, TestTokens.operator()))) {
            String arn = client.createSpace(request -> request.domainId(domain)
                            .spaceName("team")
                            .spaceDisplayName("The team")
                            .ownershipSettings(owner -> owner.ownerUserProfileName("ada"))
                            .spaceSharingSettings(sharing -> sharing.sharingType(SharingType.SHARED))
                            .spaceSettings(settings -> settings.kernelGatewayAppSettings(kernels ->
                                            kernels.defaultResourceSpec(spec -> spec.instanceType("ml.m5.large")))
                                    .spaceStorageSettings(
                                            storage -> storage.ebsStorageSettings(ebs -> ebs.ebsVolumeSizeInGb(5))))
                            .tags(tag("stage", "test")))
                    .spaceArn();
            assertThat(arn).isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:space/" + domain + "/team");
            awaitStatus("/api/v1/domains/" + domain + "/spaces/team", "InService");

            DescribeSpaceResponse space =
                    client.describeSpace(request -> request.domainId(domain).spaceName("team"));
            assertThat(space.status()).isEqualTo(SpaceStatus.IN_SERVICE);
            assertThat(space.spaceSharingSettings().sharingType()).isEqualTo(SharingType.SHARED);
            assertThat(space.ownershipSettings().ownerUserProfileName()).isEqualTo("ada");
            assertThat(space.url()).endsWith("/jupyter/" + domain + "/space.team/lab");
            assertThat(space.spaceSettings()
                            .spaceStorageSettings()
                            .ebsStorageSettings()
                            .ebsVolumeSizeInGb())
                    .isEqualTo(5);

            client.updateSpace(
                    request -> request.domainId(domain).spaceName("team").spaceDisplayName("Ours"));
            DescribeSpaceResponse updated =
                    client.describeSpace(request -> request.domainId(domain).spaceName("team"));
            assertThat(updated.spaceDisplayName()).isEqualTo("Ours");
            assertThat(updated.spaceSettings()
                            .kernelGatewayAppSettings()
                            .defaultResourceSpec()
                            .instanceTypeAsString())
                    .isEqualTo("ml.m5.large");
            assertThat(client.listSpaces(
                                    request -> request.domainIdEquals(domain).spaceNameContains("TEA"))
                            .spaces())
                    .extracting(SpaceDetails::spaceDisplayName)
                    .containsExactly("Ours");
            assertThat(client.listTags(request -> request.resourceArn(arn)).tags())
                    .containsExactly(tag("stage", "test"));
            assertThat(client.createPresignedDomainUrl(request -> request.domainId(domain)
                                    .userProfileName("ada")
                                    .spaceName("team"))
                            .authorizedUrl())
                    .contains("/auth?token=");
            assertThat(client.listApps(request -> request.domainIdEquals(domain).spaceNameEquals("team"))
                            .apps())
                    .isEmpty();

            client.deleteSpace(request -> request.domainId(domain).spaceName("team"));
            awaitGone("/api/v1/domains/" + domain + "/spaces/team");
            assertThat(catchThrowableOfType(
                            ResourceNotFoundException.class,
                            () -> client.describeSpace(
                                    request -> request.domainId(domain).spaceName("team"))))
                    .isNotNull();
        }
    }

    @Test
    void aDomainLivesAsInSageMaker() {
        try (SageMakerClient client = client(AwsBasicCredentials.create(AwsKeys.OPERATOR, TestTokens.operator()))) {
            String name = unique("aws");
            CreateDomainResponse created = client.createDomain(request -> request.domainName(name)
                    .authMode(AuthMode.IAM)
                    .vpcId("vpc-0a1b2c3d")
                    .subnetIds("subnet-1", "subnet-2")
                    .defaultUserSettings(settings -> settings.executionRole(ROLE)
                            .kernelGatewayAppSettings(
                                    kernels -> kernels.defaultResourceSpec(spec -> spec.instanceType("ml.m5.large"))))
                    .tags(tag("stage", "test")));
            String id = created.domainId();
            assertThat(created.domainArn()).isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:domain/" + id);
            awaitStatus("/api/v1/domains/" + id, "InService");

            DescribeDomainResponse domain = client.describeDomain(request -> request.domainId(id));
            assertThat(domain.status()).isEqualTo(DomainStatus.IN_SERVICE);
            assertThat(domain.domainName()).isEqualTo(name);
            assertThat(domain.authMode()).isEqualTo(AuthMode.IAM);
            assertThat(domain.subnetIds()).containsExactly("subnet-1", "subnet-2");
            assertThat(domain.defaultUserSettings().executionRole()).isEqualTo(ROLE);
            assertThat(domain.defaultUserSettings()
                            .kernelGatewayAppSettings()
                            .defaultResourceSpec()
                            .sageMakerImageArn())
                    .endsWith(":image/data-science");
            assertThat(Duration.between(domain.creationTime(), Clock.systemUTC().instant()))
                    .isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(5));
            assertThat((String) operator().get("/api/v1/domains/" + id).path("defaultInstanceType"))
                    .isEqualTo("ml.m5.large");

            client.updateDomain(request -> request.domainId(id)
                    .defaultUserSettings(settings -> settings.jupyterLabAppSettings(lab ->
                            lab.appLifecycleManagement(management -> management.idleSettings(
                                    idle -> idle.lifecycleManagement(LifecycleManagement.ENABLED)
                                            .idleTimeoutInMinutes(90))))));
            assertThat((String) operator().get("/api/v1/domains/" + id).path("defaultUserSettings.idleTimeout"))
                    .isEqualTo("PT1H30M");
            DescribeDomainResponse updated = client.describeDomain(request -> request.domainId(id));
            assertThat(updated.defaultUserSettings()
                            .kernelGatewayAppSettings()
                            .defaultResourceSpec()
                            .instanceTypeAsString())
                    .isEqualTo("ml.m5.large");
            assertThat(updated.defaultUserSettings()
                            .jupyterLabAppSettings()
                            .appLifecycleManagement()
                            .idleSettings()
                            .idleTimeoutInMinutes())
                    .isEqualTo(90);
            assertThat(updated.vpcId()).isEqualTo("vpc-0a1b2c3d");

            assertThat(client.addTags(request -> request.resourceArn(created.domainArn())
                                    .tags(tag("team", "fraud"), tag("stage", "prod")))
                            .tags())
                    .containsExactly(tag("stage", "prod"), tag("team", "fraud"));
            client.deleteTags(
                    request -> request.resourceArn(created.domainArn()).tagKeys("stage"));
            assertThat(client.listTagsPaginator(request -> request.resourceArn(created.domainArn())).tags().stream())
                    .containsExactly(tag("team", "fraud"));

            profile(id, "ada");
            ResourceInUseException inUse = catchThrowableOfType(
                    ResourceInUseException.class, () -> client.deleteDomain(request -> request.domainId(id)));
            assertThat(inUse.awsErrorDetails().errorMessage()).contains("UserProfile(s)");
            assertThat(inUse.requestId()).isNotBlank();
            client.deleteUserProfile(request -> request.domainId(id).userProfileName("ada"));
            awaitGone("/api/v1/domains/" + id + "/user-profiles/ada");
            client.deleteDomain(request -> request.domainId(id));
            awaitGone("/api/v1/domains/" + id);
            assertThat(catchThrowableOfType(
                            ResourceNotFoundException.class,
                            () -> client.describeDomain(request -> request.domainId(id))))
                    .isNotNull();
        }
    }

    @Test
    void profilesAndAppsLiveAsInSageMaker() {
        try (SageMakerClient client = client(AwsBasicCredentials.create(AwsKeys.OPERATOR, TestTokens.operator()))) {
            String id = domain(client);
            for (String name : List.of("ada", "bob", "cid")) {
                assertThat(client.createUserProfile(request -> request.domainId(id)
                                        .userProfileName(name)
                                        .userSettings(settings ->
                                                settings.executionRole(ROLE).securityGroups("sg-1")))
                                .userProfileArn())
                        .endsWith(":user-profile/" + id + "/" + name);
                awaitStatus("/api/v1/domains/" + id + "/user-profiles/" + name, "InService");
            }
            assertThat(client
                            .listUserProfilesPaginator(request -> request.domainIdEquals(id)
                                    .maxResults(2)
                                    .sortBy(UserProfileSortKey.CREATION_TIME)
                                    .sortOrder(SortOrder.DESCENDING))
                            .userProfiles()
                            .stream()
                            .map(UserProfileDetails::userProfileName))
                    .containsExactly("cid", "bob", "ada");
            client.updateUserProfile(request -> request.domainId(id)
                    .userProfileName("ada")
                    .userSettings(settings -> settings.kernelGatewayAppSettings(
                            kernels -> kernels.defaultResourceSpec(spec -> spec.instanceType("ml.c5.large")))));
            DescribeUserProfileResponse ada =
                    client.describeUserProfile(request -> request.domainId(id).userProfileName("ada"));
            assertThat(ada.userSettings().executionRole()).isEqualTo(ROLE);
            assertThat(ada.userSettings().securityGroups()).containsExactly("sg-1");
            assertThat(ada.userSettings()
                            .kernelGatewayAppSettings()
                            .defaultResourceSpec()
                            .instanceTypeAsString())
                    .isEqualTo("ml.c5.large");

            assertThat(client.createApp(request -> request.domainId(id)
                                    .userProfileName("ada")
                                    .appType(AppType.KERNEL_GATEWAY)
                                    .appName("x"))
                            .appArn())
                    .endsWith(":app/" + id + "/ada/kernelgateway/x");
            awaitStatus("/api/v1/domains/" + id + "/user-profiles/ada/apps/KernelGateway/x", "Failed");
            DescribeAppResponse app = client.describeApp(request -> request.domainId(id)
                    .userProfileName("ada")
                    .appType(AppType.KERNEL_GATEWAY)
                    .appName("x"));
            assertThat(app.status()).isEqualTo(AppStatus.FAILED);
            assertThat(app.failureReason()).contains("data-science");
            assertThat(app.resourceSpec().instanceTypeAsString()).isEqualTo("ml.c5.large");
            assertThat(client.listAppsPaginator(request -> request.domainIdEquals(id)).apps().stream()
                            .map(AppDetails::appName))
                    .containsExactly("x");
            assertThat(code(() -> client.createApp(request -> request.domainId(id)
                            .userProfileName("ada")
                            .appType(AppType.KERNEL_GATEWAY)
                            .appName("y")
                            .resourceSpec(spec -> spec.instanceType("ml.nope")))))
                    .isEqualTo("ValidationException");
            assertThat(code(() -> client.createApp(request -> request.domainId(id)
                            .userProfileName("ada")
                            .appType(AppType.CANVAS)
                            .appName("y"))))
                    .isEqualTo("ValidationException");
            assertThat(code(() -> client.deleteApp(request -> request.domainId(id)
                            .userProfileName("ada")
                            .appType(AppType.KERNEL_GATEWAY)
                            .appName("x"))))
                    .isEqualTo("ResourceNotFound");
            assertThat(client.createPresignedDomainUrl(request ->
                                    request.domainId(id).userProfileName("ada").expiresInSeconds(60))
                            .authorizedUrl())
                    .startsWith("http://studio.example:8700/");
        }
    }

    @Test
    void usersSignWithTheCredentialsOfTheirToken() {
        try (SageMakerClient operator = client(AwsBasicCredentials.create(AwsKeys.OPERATOR, TestTokens.operator()))) {
            String id = domain(operator);
            profile(id, "ada");
            profile(id, "bob");
            JsonPath credentials = as(TestTokens.user(id, "ada"))
                    .post("/api/v1/aws-credentials")
                    .jsonPath();
            assertThat(credentials.getString("accessKeyId")).matches("ASIA[0-9A-F]{16}");
            assertThat(credentials.getString("expirationTime")).isNotBlank();
            AwsCredentials ada = AwsSessionCredentials.create(
                    credentials.getString("accessKeyId"),
                    credentials.getString("secretAccessKey"),
                    credentials.getString("sessionToken"));
            try (SageMakerClient client = client(ada)) {
                assertThat(client.listUserProfiles(request -> request.domainIdEquals(id))
                                .userProfiles())
                        .extracting(UserProfileDetails::userProfileName)
                        .containsExactly("ada");
                assertThat(code(() -> client.describeUserProfile(
                                request -> request.domainId(id).userProfileName("bob"))))
                        .isEqualTo("AccessDeniedException");
                assertThat(code(() -> client.deleteDomain(request -> request.domainId(id))))
                        .isEqualTo("AccessDeniedException");
            }
        }
    }

    @Test
    void whatIsAutopilotsIsPassedOnForWhoeverSigned() {
        try (SageMakerClient operator = client(AwsBasicCredentials.create(AwsKeys.OPERATOR, TestTokens.operator()));
                SageMakerClient ada = client(credentials(TestTokens.user("d-1", "ada")));
                SageMakerClient viewer = client(credentials(TestTokens.viewer("eve")))) {
            assertThat(told(operator))
                    .contains(
                            "eu-west-1 000000000000 {'MonitoringScheduleName':'m','MaxResults':7} ", "'role':'service'")
                    .doesNotContain("'act'");
            assertThat(told(ada)).contains("'role':'service'", "'act':'d-1/ada'");
            assertThat(told(viewer)).contains("'role':'viewer'", "'sub':'eve'");
            assertThat(catchThrowableOfType(
                            ResourceNotFoundException.class,
                            () -> ada.describeAutoMLJobV2(request -> request.autoMLJobName("gone"))))
                    .hasMessageContaining("gone");
            assertThat(code(() -> ada.listAutoMLJobs(request -> {}))).isEqualTo("ServiceUnavailable");
        }
    }

    private static String told(SageMakerClient client) {
        return client.listMonitoringAlerts(
                        request -> request.monitoringScheduleName("m").maxResults(7))
                .nextToken();
    }

    private static AwsCredentials credentials(String token) {
        JsonPath credentials = as(token).post("/api/v1/aws-credentials").jsonPath();
        return AwsSessionCredentials.create(
                credentials.getString("accessKeyId"),
                credentials.getString("secretAccessKey"),
                credentials.getString("sessionToken"));
    }

    @Test
    void whoCannotSignIsRefused() {
        for (AwsCredentials wrong : List.of(
                AwsBasicCredentials.create(AwsKeys.OPERATOR, "wrong"),
                AwsSessionCredentials.create(AwsKeys.OPERATOR, TestTokens.operator(), TestTokens.operator()))) {
            try (SageMakerClient client = client(wrong)) {
                assertThat(code(() -> client.listDomains(request -> {})))
                        .isIn("InvalidSignatureException", "UnrecognizedClientException");
            }
        }
        try (SageMakerClient client = client(AwsBasicCredentials.create("AKIAEXAMPLE", "x"))) {
            assertThat(code(() -> client.listDomains(request -> {}))).isEqualTo("UnrecognizedClientException");
        }
        assertThat((String) given().header("X-Amz-Target", "SageMaker.ListDomains")
                        .body("{}")
                        .post("/")
                        .then()
                        .statusCode(400)
                        .extract()
                        .jsonPath()
                        .get("__type"))
                .isEqualTo("MissingAuthenticationTokenException");
        assertThat((String) given().header("X-Amz-Target", "SageMaker.ListDomains")
                        .header("X-Amz-Date", "20200101T000000Z")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=operator/20200101/eu-west-1/sagemaker/aws4_request,"
                                        + " SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64))
                        .body("{}")
                        .post("/")
                        .then()
                        .statusCode(400)
                        .extract()
                        .jsonPath()
                        .get("__type"))
                .isEqualTo("InvalidSignatureException");
    }

    @Test
    void whatTwoChangeAtTheSameTimeIsBothKept() throws Exception {
        try (SageMakerClient client = client(AwsBasicCredentials.create(AwsKeys.OPERATOR, TestTokens.operator()))) {
            String id = domain(client);
            profile(id, "ada");
            client.createSpace(request -> request.domainId(id).spaceName("lab"));
            awaitStatus("/api/v1/domains/" + id + "/spaces/lab", "InService");

            together(
                    "domain where domain_id = '" + id + "'",
                    () -> client.updateDomain(request -> request.domainId(id)
                            .defaultUserSettings(settings -> settings.kernelGatewayAppSettings(
                                    kernels -> kernels.defaultResourceSpec(spec -> spec.instanceType("ml.m5.large"))))),
                    () -> client.updateDomain(request ->
                            request.domainId(id).defaultUserSettings(settings -> settings.securityGroups("sg-1"))));
            assertThat(client.describeDomain(request -> request.domainId(id)).defaultUserSettings())
                    .satisfies(settings -> {
                        assertThat(settings.securityGroups()).containsExactly("sg-1");
                        assertThat(settings.kernelGatewayAppSettings()
                                        .defaultResourceSpec()
                                        .instanceTypeAsString())
                                .isEqualTo("ml.m5.large");
                    });

            together(
                    "user_profile where domain_id = '" + id + "'",
                    () -> client.updateUserProfile(request -> request.domainId(id)
                            .userProfileName("ada")
                            .userSettings(settings -> settings.executionRole(ROLE + "2"))),
                    () -> client.updateUserProfile(request -> request.domainId(id)
                            .userProfileName("ada")
                            .userSettings(settings -> settings.securityGroups("sg-1"))));
            assertThat(client.describeUserProfile(
                                    request -> request.domainId(id).userProfileName("ada"))
                            .userSettings())
                    .satisfies(settings -> {
                        assertThat(settings.securityGroups()).containsExactly("sg-1");
                        assertThat(settings.executionRole()).isEqualTo(ROLE + "2");
                    });

            together(
                    "space where domain_id = '" + id + "'",
                    () -> client.updateSpace(request -> request.domainId(id)
                            .spaceName("lab")
                            .spaceSettings(settings -> settings.kernelGatewayAppSettings(
                                    kernels -> kernels.defaultResourceSpec(spec -> spec.instanceType("ml.m5.large"))))),
                    () -> client.updateSpace(request -> request.domainId(id)
                            .spaceName("lab")
                            .spaceSettings(settings -> settings.spaceStorageSettings(
                                    storage -> storage.ebsStorageSettings(ebs -> ebs.ebsVolumeSizeInGb(7))))));
            assertThat(client.describeSpace(request -> request.domainId(id).spaceName("lab"))
                            .spaceSettings())
                    .satisfies(settings -> {
                        assertThat(settings.spaceStorageSettings()
                                        .ebsStorageSettings()
                                        .ebsVolumeSizeInGb())
                                .isEqualTo(7);
                        assertThat(settings.kernelGatewayAppSettings()
                                        .defaultResourceSpec()
                                        .instanceTypeAsString())
                                .isEqualTo("ml.m5.large");
                    });
        }
    }

    /** Both have come as far as they come while somebody else has the row, and then go on. */
    private void together(String row, Runnable one, Runnable other) throws SQLException {
        CompletableFuture<Void> both;
        try (Connection holder = database.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from " + row + " for update");
            Executor threads = Thread::startVirtualThread;
            both = CompletableFuture.allOf(
                    CompletableFuture.runAsync(one, threads), CompletableFuture.runAsync(other, threads));
            await("both wait for " + row).until(() -> waiting() >= 2);
            holder.commit();
        }
        both.join();
    }

    private int waiting() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")) {
            found.next();
            return found.getInt(1);
        }
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        try (SageMakerClient client = client(AwsBasicCredentials.create(AwsKeys.OPERATOR, TestTokens.operator()))) {
            assertThat(code(() -> client.listNotebookInstances(request -> {}))).isEqualTo("UnknownOperationException");
            assertThat(code(() -> client.createDomain(
                            request -> request.domainName("x").authMode(AuthMode.IAM))))
                    .isEqualTo("ValidationException");
            assertThat(code(() -> client.listDomains(request -> request.maxResults(101))))
                    .isEqualTo("ValidationException");
            assertThat(code(() -> client.listTags(
                            request -> request.resourceArn("arn:aws:sagemaker:eu-west-1:000000000000:endpoint/x"))))
                    .isEqualTo("ValidationException");
        }
    }

    private static String domain(SageMakerClient client) {
        String id = client.createDomain(request -> request.domainName(unique("aws"))
                        .authMode(AuthMode.IAM)
                        .defaultUserSettings(settings -> settings.executionRole(ROLE)))
                .domainId();
        awaitStatus("/api/v1/domains/" + id, "InService");
        return id;
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String code(Runnable call) {
        return catchThrowableOfType(AwsServiceException.class, call::run)
                .awsErrorDetails()
                .errorCode();
    }

    private SageMakerClient client(AwsCredentials credentials) {
        return SageMakerClient.builder()
                .endpointOverride(service)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
