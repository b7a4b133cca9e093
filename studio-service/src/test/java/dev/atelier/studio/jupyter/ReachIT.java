package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.platform.security.TokenAuthenticator;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.access.BrowserSessions;
import dev.atelier.studio.access.Capabilities;
import dev.atelier.studio.access.CapabilityScope;
import dev.atelier.studio.access.NewCapability;
import dev.atelier.studio.tenancy.ProfileRef;
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
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A user's token reaches nothing of another user: over every operation of the OpenAPI document, every method of the registered gRPC
 * services, every route of the Jupyter surface. One that has no row here fails the test.
 */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class ReachIT {
    private static final Set<String> SECRETS = Set.of("kernelId", "sessionId", "instanceId", "capabilityId", "content");
    private static final String PROFILE = "/api/v1/domains/{domainId}/user-profiles/{userProfileName}";
    private static final String SPACE = "/api/v1/domains/{domainId}/spaces/{spaceName}";
    private static final String SPACE_OWNER = "domain_id: '<domainId>' space_name: '<spaceName>' ";
    private static final String OWNER = "domain_id: '<domainId>' user_profile_name: '<userProfileName>' ";

    @TestHTTPResource("/")
    URI server;

    @Inject
    @Any
    Instance<BindableService> services;

    @Inject
    JupyterApi jupyter;

    @Inject
    TokenAuthenticator tokens;

    @Inject
    BrowserSessions sessions;

    @Inject
    Capabilities capabilities;

    private Jupyter ada;
    private Callers callers;
    private Map<String, String> names;
    /** The same where they are those of ada's private space, and of a space that her domain shares. */
    private Map<String, String> own;

    private Map<String, String> shared;
    private ReachTable table;

    @BeforeEach
    void users() {
        String domain = StudioApi.domain();
        ada = Jupyter.of(server, domain, "ada");
        StudioApi.profile(domain, "bob");
        String other = StudioApi.domain();
        StudioApi.profile(other, ada.user());
        callers = new Callers(domain, ada.user(), "bob", other);
        names = new HashMap<>(Map.of("domainId", domain, "userProfileName", ada.user(), "path", "secret.txt"));
        names.put("content", "very-" + "private");
        StudioApi.operator()
                .contentType("text/plain")
                .body(names.get("content"))
                .put("/api/v1/domains/" + domain + "/user-profiles/" + ada.user() + "/home/files/secret.txt")
                .then()
                .statusCode(200);
        names.put(
                "sessionId",
                ada.session("a.ipynb").then().statusCode(201).extract().path("id"));
        names.put(
                "uploadId",
                StudioApi.operator()
                        .body(Map.of("path", "upload.txt", "sizeBytes", 5))
                        .post("/api/v1/domains/" + domain + "/user-profiles/" + ada.user() + "/home/uploads")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("uploadId"));
        names.put(
                "capabilityId",
                capabilities
                        .create(
                                Caller.member(domain, ada.user()),
                                new NewCapability(new ProfileRef(domain, ada.user()), null, CapabilityScope.READ, 0))
                        .capability()
                        .capabilityId());
        names.put("kernelId", ada.kernel("b.ipynb"));
        Map<String, Object> instance = StudioApi.instances(domain).getFirst();
        names.put("instanceId", String.valueOf(instance.get("instanceId")));
        names.put("instanceType", String.valueOf(instance.get("instanceType")));
        names.put("appName", String.valueOf(((List<?>) instance.get("appNames")).getFirst()));
        names.put("appType", "KernelGateway");
        names.put("spec", "python3.data-science.ml.t3.medium");
        names.put("resource", "logo-svg.svg");
        image();
        spaces(domain);
        table = new ReachTable(callers, names, SECRETS);
    }

    private void image() {
        String image = StudioApi.unique("reach");
        names.put("imageName", image);
        names.put("version", "1");
        names.put("appImageConfigName", image);
        made("/api/v1/images", Map.of("imageName", image));
        made("/api/v1/images/" + image + "/versions", Map.of());
        made(
                "/api/v1/app-image-configs",
                Map.of("appImageConfigName", image, "kernelSpecs", List.of(Map.of("name", "python3"))));
    }

    private static void made(String path, Map<String, ?> resource) {
        StudioApi.operator().body(resource).post(path).then().statusCode(201);
    }

    private void spaces(String domain) {
        names.put("spaceName", "own-lab");
        own = new HashMap<>(names);
        shared = new HashMap<>(names);
        shared.put("spaceName", "team-lab");
        String spaces = "/api/v1/domains/" + domain + "/spaces";
        StudioApi.operator()
                .body(Map.of("spaceName", own.get("spaceName"), "ownerUserProfileName", ada.user()))
                .post(spaces)
                .then()
                .statusCode(201);
        StudioApi.operator()
                .body(Map.of("spaceName", shared.get("spaceName")))
                .post(spaces)
                .then()
                .statusCode(201);
        for (Map<String, String> space : List.of(own, shared)) {
            String path = spaces + "/" + space.get("spaceName");
            StudioApi.awaitStatus(path, "InService");
            StudioApi.operator()
                    .contentType("text/plain")
                    .body(names.get("content"))
                    .put(path + "/home/files/secret.txt")
                    .then()
                    .statusCode(200);
            space.put(
                    "uploadId",
                    StudioApi.operator()
                            .body(Map.of("path", "upload.txt", "sizeBytes", 5))
                            .post(path + "/home/uploads")
                            .then()
                            .statusCode(201)
                            .extract()
                            .path("uploadId"));
        }
    }

    @Test
    void overRest() {
        spacesOverRest();
        rest();
        table.check(Routes.rest(server));
    }

    @Test
    void overGrpc() {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
        try {
            Map<String, MethodDescriptor<?, ?>> methods = Routes.grpc(services);
            spacesOverGrpc(new Grpc(channel, own, methods), new Grpc(channel, shared, methods));
            grpc(new Grpc(channel, names, methods));
            table.check(methods.keySet());
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void overTheJupyterSurface() {
        await("the Lab")
                .atMost(Duration.ofSeconds(90))
                .until(() -> ada.request()
                        .header("Accept", "text/html")
                        .get(ada.path("lab"))
                        .asString()
                        .contains("jupyter-config-data"));
        jupyter();
        jupyterOfSpaces();
        table.check(Stream.concat(
                        jupyter.routes().stream().map(JupyterRoute::toString),
                        Arrays.stream(JupyterPlace.values())
                                .filter(place -> place != JupyterPlace.API && place != JupyterPlace.NOTHING)
                                .map(Enum::name))
                .toList());
    }

    private RestProbe to(String route) {
        return RestProbe.of(server, names, route);
    }

    private void rest() {
        table.open(to("GET /auth").query("?token=made-up"), Verdict.UNAUTHENTICATED);
        table.open(to("GET /auth/sign-in"), Verdict.UNAUTHENTICATED);
        table.open(to("GET /auth/callback").query("?code=a&state=b"), Verdict.UNAUTHENTICATED);
        table.open(to("GET /auth/session"), Verdict.UNAUTHENTICATED);
        table.open(to("GET /auth/home"), Verdict.UNAUTHENTICATED);
        table.open(to("GET /auth/sign-out"), Verdict.ALLOWED);
        table.open(to("POST /auth/sign-out"), Verdict.ALLOWED);

        images();
        table.everyones(to("GET /api/v1/instance-types"));
        table.administrators(to("GET /api/v1/sign-on-identities"), Verdict.ALLOWED);
        names.put("subject", "u-17");
        table.administrators(
                to("PUT /api/v1/sign-on-identities/{subject}")
                        .json("{'domainId':'<domainId>','userProfileName':'<userProfileName>'}"),
                Verdict.ALLOWED);
        table.administrators(to("GET /api/v1/sign-on-identities/{subject}"), Verdict.ALLOWED);
        table.administrators(to("DELETE /api/v1/sign-on-identities/{subject}"), Verdict.ALLOWED);

        names.put("lifecycleConfigName", "reach");
        table.administrators(
                to("POST /api/v1/lifecycle-configs")
                        .json("{'lifecycleConfigName':'reach','appType':'KernelGateway','script':'true'}"),
                Verdict.ALLOWED);
        table.everyones(to("GET /api/v1/lifecycle-configs"));

        table.domainsFiltered(to("GET /api/v1/domains"), "{domainId}");
        table.domains(to("GET /api/v1/domains/{domainId}"));
        table.administrators(
                to("POST /api/v1/domains").json("{'domainName':'" + StudioApi.unique("more") + "'}"), Verdict.ALLOWED);
        table.administrators(to("PATCH /api/v1/domains/{domainId}").json("{'tags':{'a':'b'}}"), Verdict.ALLOWED);
        table.filteredInDomain(to("GET /api/v1/domains/{domainId}/user-profiles"), "{userProfileName}");
        table.administrators(to("PATCH " + PROFILE).json("{'team':'other'}"), Verdict.ALLOWED);
        table.administrators(
                to("POST /api/v1/domains/{domainId}/user-profiles").json("{'userProfileName':'carol'}"),
                Verdict.ALLOWED);
        table.denied(to("GET " + PROFILE));
        String owner = "'domainId':'<domainId>','userProfileName':'<userProfileName>'";
        table.denied(to("POST /api/v1/access-tokens").json("{" + owner + "}"));
        table.denied(to("POST /api/v1/presigned-urls").json("{" + owner + "}"));
        table.denied(to("POST /api/v1/capabilities").json("{" + owner + "}"));
        table.denied(to("GET /api/v1/capabilities").query("?domainId={domainId}&userProfileName={userProfileName}"));

        table.denied(to("GET " + PROFILE + "/home/files"));
        table.denied(to("GET " + PROFILE + "/home/files/{path}"));
        table.denied(to("PUT " + PROFILE + "/home/files/{path}").body("text/plain", "changed"));

        String uploads = PROFILE + "/home/uploads";
        table.denied(to("GET " + PROFILE + "/home"));
        table.denied(to("GET " + uploads));
        table.denied(to("POST " + uploads).json("{'path':'more.txt','sizeBytes':5}"));
        table.denied(to("GET " + uploads + "/{uploadId}"));
        table.denied(to("PATCH " + uploads + "/{uploadId}")
                .header("Upload-Offset", "0")
                .body("text/plain", "hello"));
        table.denied(to("POST " + uploads + "/{uploadId}:complete"));
        table.denied(to("DELETE " + uploads + "/{uploadId}"));

        table.row(
                to("GET " + PROFILE + "/apps/{appType}/{appName}/lifecycle-log"),
                Verdict.DENIED,
                Verdict.DENIED,
                Verdict.HIDDEN);
        table.denied(to("GET " + PROFILE + "/apps"));
        table.denied(to("GET " + PROFILE + "/apps/{appType}/{appName}"));
        table.denied(to("GET " + PROFILE + "/apps/{appType}/{appName}/terminals"));
        table.denied(
                to("POST " + PROFILE + "/apps/{appType}/{appName}/terminals").json("{'name':'mine'}"));
        names.put("terminalName", "mine");
        table.denied(to("DELETE " + PROFILE + "/apps/{appType}/{appName}/terminals/{terminalName}"));
        table.denied(to("POST " + PROFILE + "/apps")
                .json("{'appType':'KernelGateway','appName':'more','instanceType':'<instanceType>'}"));
        table.filtered(to("GET /api/v1/instances"), "{instanceId}");
        table.denied(to("GET /api/v1/instances").query("?domainId={domainId}&userProfileName={userProfileName}"));
        table.hidden(to("GET /api/v1/instances/{instanceId}"));

        table.everyones(to("GET /api/v1/events"));
        table.everyones(to("GET /api/v1/audit-events"));
        table.everyones(to("POST /api/v1/aws-credentials"));
        table.everyones(to("GET /api/v1/idle-events"));
        table.denied(to("GET /api/v1/idle-events").query("?domainId={domainId}&userProfileName={userProfileName}"));
        table.everyones(to("GET /api/v1/quotas"));
        table.denied(to("GET /api/v1/quotas").query("?domainId={domainId}&userProfileName={userProfileName}"));

        table.filtered(to("GET /api/v1/kernels"), "{kernelId}");
        table.denied(to("GET /api/v1/kernels").query("?domainId={domainId}&userProfileName={userProfileName}"));
        table.hidden(to("GET /api/v1/kernels/{kernelId}"));
        table.denied(to("POST /api/v1/kernels").json("{" + owner + ",'kernelName':'python3'}"));
        table.hidden(to("POST /api/v1/kernels/{kernelId}:interrupt"));
        table.hidden(to("POST /api/v1/kernels/{kernelId}:execute").json("{'code':'1'}"));
        table.hidden(to("POST /api/v1/kernels/{kernelId}:restart"));
        table.filtered(to("GET /api/v1/sessions"), "{sessionId}");
        table.denied(to("GET /api/v1/sessions").query("?domainId={domainId}&userProfileName={userProfileName}"));
        table.hidden(to("GET /api/v1/sessions/{sessionId}"));
        table.denied(to("POST /api/v1/sessions").json("{" + owner + ",'path':'c.ipynb','kernelName':'python3'}"));
        table.hidden(to("POST /api/v1/sessions/{sessionId}:switch").json("{'kernelName':'python3'}"));

        table.hidden(to("DELETE /api/v1/sessions/{sessionId}"));
        table.hidden(to("DELETE /api/v1/capabilities/{capabilityId}"));
        table.hidden(to("DELETE /api/v1/kernels/{kernelId}"));
        table.denied(to("DELETE " + PROFILE + "/home/files/{path}"));
        table.denied(to("DELETE " + PROFILE + "/apps/{appType}/{appName}"));
        table.hidden(to("DELETE /api/v1/instances/{instanceId}"));
        table.row(
                to("GET /api/v1/lifecycle-configs/{lifecycleConfigName}"),
                Verdict.HIDDEN,
                Verdict.HIDDEN,
                Verdict.ALLOWED);
        table.administrators(to("DELETE /api/v1/lifecycle-configs/{lifecycleConfigName}"), Verdict.ALLOWED);
        table.administrators(to("DELETE " + PROFILE), Verdict.NOT_NOW);
        table.administrators(to("DELETE /api/v1/domains/{domainId}"), Verdict.NOT_NOW);
    }

    private void images() {
        String image = "/api/v1/images/{imageName}";
        table.administrators(
                to("POST /api/v1/images").json("{'imageName':'" + StudioApi.unique("more") + "'}"), Verdict.ALLOWED);
        table.administrators(to("POST " + image + "/versions").json("{'aliases':['first']}"), Verdict.ALLOWED);
        table.everyones(to("GET /api/v1/images"));
        table.everyones(to("GET " + image));
        table.everyones(to("GET " + image + "/versions"));
        table.everyones(to("GET " + image + "/versions/{version}"));
        table.everyones(to("GET " + image + "/versions/{version}/build-log"));
        table.administrators(to("PATCH " + image).json("{'description':'other'}"), Verdict.ALLOWED);
        table.administrators(
                to("PATCH " + image + "/versions/{version}").json("{'releaseNotes':'other'}"), Verdict.ALLOWED);
        table.administrators(to("DELETE " + image + "/versions/{version}"), Verdict.ALLOWED);
        table.administrators(to("DELETE " + image), Verdict.ALLOWED);
        String configs = "/api/v1/app-image-configs";
        table.administrators(
                to("POST " + configs)
                        .json("{'appImageConfigName':'" + StudioApi.unique("more")
                                + "','kernelSpecs':[{'name':'python3'}]}"),
                Verdict.ALLOWED);
        table.everyones(to("GET " + configs));
        table.everyones(to("GET " + configs + "/{appImageConfigName}"));
        table.administrators(
                to("PATCH " + configs + "/{appImageConfigName}").json("{'tags':{'a':'b'}}"), Verdict.ALLOWED);
        table.administrators(to("DELETE " + configs + "/{appImageConfigName}"), Verdict.ALLOWED);
    }

    private void images(Grpc grpc) {
        String image = "image_name: '<imageName>' ";
        String version = image + "version: '1' ";
        String config = "app_image_config_name: '<appImageConfigName>' ";
        String more = "'" + StudioApi.unique("more") + "' ";
        table.administrators(grpc.to("ImageService/CreateImage", "image_name: " + more), Verdict.ALLOWED);
        table.administrators(grpc.to("ImageService/CreateImageVersion", image), Verdict.ALLOWED);
        table.everyones(grpc.to("ImageService/ListOwnImages", ""));
        table.everyones(grpc.to("ImageService/GetImage", image));
        table.everyones(grpc.to("ImageService/ListImageVersions", image));
        table.everyones(grpc.to("ImageService/GetImageVersion", version));
        table.everyones(grpc.to("ImageService/GetImageBuildLog", version));
        table.administrators(grpc.to("ImageService/UpdateImage", image + "description: 'other'"), Verdict.ALLOWED);
        table.administrators(
                grpc.to("ImageService/UpdateImageVersion", version + "release_notes: 'other'"), Verdict.ALLOWED);
        table.administrators(grpc.to("ImageService/DeleteImageVersion", version), Verdict.ALLOWED);
        table.administrators(grpc.to("ImageService/DeleteImage", image), Verdict.ALLOWED);
        table.administrators(
                grpc.to(
                        "AppImageConfigService/CreateAppImageConfig",
                        "app_image_config_name: " + more + "kernel_specs { name: 'python3' }"),
                Verdict.ALLOWED);
        table.everyones(grpc.to("AppImageConfigService/ListAppImageConfigs", ""));
        table.everyones(grpc.to("AppImageConfigService/GetAppImageConfig", config));
        table.administrators(
                grpc.to("AppImageConfigService/UpdateAppImageConfig", config + "tags { key: 'a' value: 'b' }"),
                Verdict.ALLOWED);
        table.administrators(grpc.to("AppImageConfigService/DeleteAppImageConfig", config), Verdict.ALLOWED);
    }

    private RestProbe in(Map<String, String> space, String route) {
        return RestProbe.of(server, space, route);
    }

    /** A private space is as its owner's profile; a shared one is everybody's in its domain. */
    private void spacesOverRest() {
        String uploads = SPACE + "/home/uploads";
        String apps = SPACE + "/apps";
        own.put("appName", "own");
        StudioApi.kernelApp(
                "/api/v1/domains/" + own.get("domainId") + "/spaces/" + own.get("spaceName"),
                own.get("appName"),
                own.get("instanceType"));
        table.filteredInDomain(to("GET /api/v1/domains/{domainId}/spaces"), "{spaceName}");
        table.denied(to("POST /api/v1/domains/{domainId}/spaces")
                .json("{'spaceName':'more','ownerUserProfileName':'<userProfileName>'}"));
        table.administrators(
                to("POST /api/v1/domains/{domainId}/spaces").json("{'spaceName':'ours'}"), Verdict.ALLOWED);
        table.denied(in(own, "GET " + SPACE));
        table.domains(in(shared, "GET " + SPACE));
        table.denied(in(own, "PATCH " + SPACE).json("{'displayName':'other'}"));
        table.administrators(in(shared, "PATCH " + SPACE).json("{'displayName':'other'}"), Verdict.ALLOWED);
        table.denied(to("POST /api/v1/presigned-urls")
                .json("{'domainId':'<domainId>','userProfileName':'<userProfileName>','spaceName':'<spaceName>'}"));
        for (String route : List.of(
                "GET " + SPACE + "/home",
                "GET " + SPACE + "/home/files",
                "GET " + uploads,
                "GET " + uploads + "/{uploadId}",
                "GET " + apps)) {
            table.denied(in(own, route));
            table.domains(in(shared, route));
        }
        table.denied(in(own, "GET " + SPACE + "/home/files/{path}"));
        table.denied(in(own, "PUT " + SPACE + "/home/files/{path}").body("text/plain", "changed"));
        table.domains(in(shared, "PUT " + SPACE + "/home/files/{path}").body("text/plain", "changed"));
        table.denied(in(own, "POST " + uploads).json("{'path':'more.txt','sizeBytes':5}"));
        table.denied(in(own, "PATCH " + uploads + "/{uploadId}")
                .header("Upload-Offset", "0")
                .body("text/plain", "hello"));
        table.denied(in(own, "POST " + uploads + "/{uploadId}:complete"));
        table.denied(in(own, "DELETE " + uploads + "/{uploadId}"));
        table.denied(in(own, "POST " + apps)
                .json("{'appType':'KernelGateway','appName':'more','instanceType':'<instanceType>'}"));
        table.denied(in(own, "GET " + apps + "/{appType}/{appName}"));
        table.denied(in(own, "GET " + apps + "/{appType}/{appName}/terminals"));
        table.denied(in(own, "POST " + apps + "/{appType}/{appName}/terminals").json("{'name':'mine'}"));
        own.put("terminalName", "mine");
        table.denied(in(own, "DELETE " + apps + "/{appType}/{appName}/terminals/{terminalName}"));
        table.row(
                in(own, "GET " + apps + "/{appType}/{appName}/lifecycle-log"),
                Verdict.DENIED,
                Verdict.DENIED,
                Verdict.HIDDEN);
        table.denied(in(own, "GET /api/v1/kernels").query("?domainId={domainId}&spaceName={spaceName}"));
        table.domains(in(shared, "GET /api/v1/kernels").query("?domainId={domainId}&spaceName={spaceName}"));
        table.denied(in(own, "GET /api/v1/sessions").query("?domainId={domainId}&spaceName={spaceName}"));
        table.denied(in(own, "GET /api/v1/instances").query("?domainId={domainId}&spaceName={spaceName}"));
        table.denied(in(own, "GET /api/v1/idle-events").query("?domainId={domainId}&spaceName={spaceName}"));
        table.denied(in(own, "GET /api/v1/quotas").query("?domainId={domainId}&spaceName={spaceName}"));
        table.denied(in(own, "GET /api/v1/events").query("?domainId={domainId}&spaceName={spaceName}"));
        table.denied(in(own, "POST /api/v1/kernels")
                .json("{'domainId':'<domainId>','spaceName':'<spaceName>','kernelName':'python3'}"));
        table.denied(in(own, "POST /api/v1/sessions")
                .json("{'domainId':'<domainId>','spaceName':'<spaceName>','path':'c.ipynb','kernelName':'python3'}"));
        table.denied(in(own, "DELETE " + SPACE + "/home/files/{path}"));
        table.denied(in(own, "DELETE " + apps + "/{appType}/{appName}"));
        table.administrators(in(shared, "DELETE " + SPACE), Verdict.ALLOWED);
        table.row(in(own, "DELETE " + SPACE), Verdict.DENIED, Verdict.DENIED, Verdict.NOT_NOW);
    }

    private record Grpc(
            ManagedChannel channel, Map<String, String> names, Map<String, MethodDescriptor<?, ?>> methods) {
        Probe to(String method, String... requests) {
            MethodDescriptor<?, ?> found = methods.get("atelier.studio.v1." + method);
            assertThat(found).as(method).isNotNull();
            return new GrpcProbe(channel, names, found, List.of(requests));
        }
    }

    private void spacesOverGrpc(Grpc grpc, Grpc inShared) {
        table.filteredInDomain(grpc.to("SpaceService/ListSpaces", "domain_id: '<domainId>'"), "{spaceName}");
        table.denied(grpc.to(
                "SpaceService/CreateSpace",
                "domain_id: '<domainId>' space_name: 'more' owner_user_profile_name: '<userProfileName>'"));
        table.denied(grpc.to("SpaceService/GetSpace", SPACE_OWNER));
        table.domains(inShared.to("SpaceService/GetSpace", SPACE_OWNER));
        table.denied(grpc.to("SpaceService/UpdateSpace", SPACE_OWNER + "display_name: 'other'"));
        table.denied(grpc.to("UserProfileService/CreatePresignedUrl", OWNER + "space_name: '<spaceName>'"));
        for (String method : List.of(
                "AppService/ListApps",
                "HomeService/ListFiles",
                "KernelService/ListKernels",
                "SessionService/ListSessions")) {
            table.denied(grpc.to(method, SPACE_OWNER));
            table.domains(inShared.to(method, SPACE_OWNER));
        }
        table.denied(grpc.to("KernelService/CreateKernel", SPACE_OWNER + "kernel_name: 'python3'"));
        table.administrators(inShared.to("SpaceService/DeleteSpace", SPACE_OWNER), Verdict.ALLOWED);
        table.row(grpc.to("SpaceService/DeleteSpace", SPACE_OWNER), Verdict.DENIED, Verdict.DENIED, Verdict.NOT_NOW);
    }

    private void grpc(Grpc grpc) {
        images(grpc);
        String config = "lifecycle_config_name: 'reach-grpc' ";
        table.administrators(
                grpc.to(
                        "LifecycleConfigService/CreateLifecycleConfig",
                        config + "app_type: APP_TYPE_KERNEL_GATEWAY script: 'true'"),
                Verdict.ALLOWED);
        table.everyones(grpc.to("LifecycleConfigService/ListLifecycleConfigs", ""));
        table.row(
                grpc.to("LifecycleConfigService/GetLifecycleConfig", config),
                Verdict.HIDDEN,
                Verdict.HIDDEN,
                Verdict.ALLOWED);
        table.administrators(grpc.to("LifecycleConfigService/DeleteLifecycleConfig", config), Verdict.ALLOWED);
        table.row(
                grpc.to(
                        "LifecycleConfigService/GetLifecycleLog",
                        OWNER + "app_type: APP_TYPE_KERNEL_GATEWAY app_name: '<appName>'"),
                Verdict.DENIED,
                Verdict.DENIED,
                Verdict.HIDDEN);
        table.everyones(grpc.to("CatalogService/ListImages", ""));
        table.everyones(grpc.to("CatalogService/ListInstanceTypes", ""));
        table.domainsFiltered(grpc.to("DomainService/ListDomains", ""), "{domainId}");
        table.domains(grpc.to("DomainService/GetDomain", "domain_id: '<domainId>'"));
        table.administrators(
                grpc.to("DomainService/CreateDomain", "domain_name: '" + StudioApi.unique("more") + "'"),
                Verdict.ALLOWED);
        table.filteredInDomain(
                grpc.to("UserProfileService/ListUserProfiles", "domain_id: '<domainId>'"), "{userProfileName}");
        table.administrators(
                grpc.to("UserProfileService/CreateUserProfile", "domain_id: '<domainId>' user_profile_name: 'carol'"),
                Verdict.ALLOWED);
        table.administrators(
                grpc.to("DomainService/UpdateDomain", "domain_id: '<domainId>' tags { key: 'a' value: 'b' }"),
                Verdict.ALLOWED);
        table.administrators(grpc.to("UserProfileService/UpdateUserProfile", OWNER + "team: 'other'"), Verdict.ALLOWED);
        table.denied(grpc.to("UserProfileService/GetUserProfile", OWNER));
        table.denied(grpc.to("UserProfileService/CreateAccessToken", OWNER));
        table.denied(grpc.to("UserProfileService/CreatePresignedUrl", OWNER));
        table.denied(grpc.to("CapabilityService/CreateCapability", OWNER));
        table.denied(grpc.to("CapabilityService/ListCapabilities", OWNER));

        table.denied(grpc.to("HomeService/ListFiles", OWNER));
        table.denied(grpc.to("HomeService/ReadFile", OWNER + "path: '<path>'"));
        table.denied(grpc.to("HomeService/WriteFile", "target { " + OWNER + " path: '<path>' } chunk: 'changed'"));

        String upload = OWNER + "upload_id: '<uploadId>' ";
        table.denied(grpc.to("HomeUploadService/GetHome", OWNER));
        table.denied(grpc.to("HomeUploadService/ListUploads", OWNER));
        table.denied(grpc.to("HomeUploadService/CreateUpload", OWNER + "path: 'more.txt' size_bytes: 5"));
        table.denied(grpc.to("HomeUploadService/GetUpload", upload));
        table.denied(grpc.to("HomeUploadService/AppendUpload", upload + "chunk: 'hello'"));
        table.denied(grpc.to("HomeUploadService/CompleteUpload", upload));
        table.denied(grpc.to("HomeUploadService/DeleteUpload", upload));

        table.denied(grpc.to("AppService/ListApps", OWNER));
        table.denied(grpc.to("AppService/GetApp", OWNER + "app_type: APP_TYPE_KERNEL_GATEWAY app_name: '<appName>'"));
        String app = OWNER + "app_type: APP_TYPE_KERNEL_GATEWAY app_name: '<appName>' ";
        table.denied(grpc.to("TerminalService/ListTerminals", app));
        table.denied(grpc.to("TerminalService/CreateTerminal", app + "name: 'mine'"));
        table.denied(grpc.to("TerminalService/DeleteTerminal", app + "name: 'mine'"));
        table.denied(grpc.to(
                "AppService/CreateApp",
                OWNER + "app_type: APP_TYPE_KERNEL_GATEWAY app_name: 'more' instance_type: '<instanceType>'"));
        table.filtered(grpc.to("InstanceService/ListInstances", ""), "{instanceId}");
        table.denied(grpc.to("InstanceService/ListInstances", OWNER));
        table.hidden(grpc.to("InstanceService/GetInstance", "instance_id: '<instanceId>'"));

        table.everyones(grpc.to("ChangeService/WatchChanges", ""));
        table.everyones(grpc.to("AuditService/ListAuditEvents", ""));
        table.everyones(grpc.to("IdleService/ListIdleEvents", ""));
        table.denied(grpc.to("IdleService/ListIdleEvents", OWNER));
        table.everyones(grpc.to("QuotaService/ListQuotas", ""));
        table.denied(grpc.to("QuotaService/ListQuotas", OWNER));

        String kernel = "kernel_id: '<kernelId>'";
        table.filtered(grpc.to("KernelService/ListKernels", ""), "{kernelId}");
        table.denied(grpc.to("KernelService/ListKernels", OWNER));
        table.hidden(grpc.to("KernelService/GetKernel", kernel));
        table.denied(grpc.to("KernelService/CreateKernel", OWNER + "kernel_name: 'python3'"));
        table.hidden(grpc.to("KernelService/InterruptKernel", kernel));
        table.hidden(grpc.to("KernelExecutionService/ExecuteCode", kernel + " code: '1'"));
        table.hidden(grpc.to("KernelService/RestartKernel", kernel));
        String session = "session_id: '<sessionId>' ";
        table.filtered(grpc.to("SessionService/ListSessions", ""), "{sessionId}");
        table.denied(grpc.to("SessionService/ListSessions", OWNER));
        table.hidden(grpc.to("SessionService/GetSession", session));
        table.denied(grpc.to("SessionService/CreateSession", OWNER + "path: 'c.ipynb' kernel_name: 'python3'"));
        table.hidden(grpc.to("SessionService/SwitchSession", session + "kernel_name: 'python3'"));

        table.hidden(grpc.to("SessionService/DeleteSession", session));
        table.hidden(grpc.to("CapabilityService/DeleteCapability", "capability_id: '<capabilityId>'"));
        table.hidden(grpc.to("KernelService/DeleteKernel", kernel));
        table.denied(grpc.to("HomeService/DeleteFile", OWNER + "path: '<path>'"));
        table.denied(
                grpc.to("AppService/DeleteApp", OWNER + "app_type: APP_TYPE_KERNEL_GATEWAY app_name: '<appName>'"));
        table.hidden(grpc.to("InstanceService/DeleteInstance", "instance_id: '<instanceId>'"));
        table.administrators(grpc.to("UserProfileService/DeleteUserProfile", OWNER), Verdict.NOT_NOW);
        table.administrators(grpc.to("DomainService/DeleteDomain", "domain_id: '<domainId>'"), Verdict.NOT_NOW);
    }

    private void jupyter() {
        table.open(at(JupyterPlace.SIGN_OUT.name(), "GET", "logout", null, JupyterProbe.Way.HEADER), Verdict.ALLOWED);
        names.put(
                "terminal",
                ada.request()
                        .body(Map.of("image", "data-science"))
                        .post(ada.path("api/terminals"))
                        .path("name"));
        everyWay(JupyterPlace.LAB_SOCKET.name(), "WS", "terminals/websocket/" + names.get("terminal"), null);
        for (String page : List.of("lab", "api/contents", "files/secret.txt", "api/me")) {
            everyWay(JupyterPlace.LAB.name(), "GET", page, null);
        }
        everyWay(JupyterPlace.LAB.name(), "PUT", "api/contents/more.txt", """
                {"type":"file","format":"text","content":"x"}""");
        everyWay(JupyterPlace.LAB_SOCKET.name(), "WS", "api/events/subscribe", null);
        everyWay(JupyterPlace.CHANNELS.name(), "WS", "api/kernels/" + names.get("kernelId") + "/channels", null);
        foreignId(JupyterPlace.CHANNELS.name(), "WS", "api/kernels/" + names.get("kernelId") + "/channels", null);
        Map<String, String> bodies = Map.of(
                "POST api/kernels", "{\"name\":\"python3\"}",
                "POST api/terminals", "{\"image\":\"data-science\",\"name\":\"mine\"}",
                "POST api/sessions",
                        "{\"path\":\"c.ipynb\",\"name\":\"c.ipynb\",\"type\":\"notebook\",\"kernel\":{\"name\":\"python3\"}}",
                "PATCH api/sessions/{sessionId}", "{\"path\":\"d.ipynb\"}");
        List<JupyterRoute> routes = jupyter.routes().stream()
                .sorted((one, other) -> Boolean.compare(deletes(one), deletes(other)))
                .toList();
        for (JupyterRoute route : routes) {
            String rest = rest(route);
            String body = bodies.get(route.toString());
            String method = route.method().name();
            if (deletes(route)) {
                table.denied(at(route.toString(), method, rest, body, JupyterProbe.Way.HEADER));
            } else {
                everyWay(route.toString(), method, rest, body);
            }
            if (route.template().contains("{kernelId}") || route.template().contains("{sessionId}")) {
                foreignId(route.toString(), method, rest, body);
            }
        }
    }

    /** The Lab of a private space is its owner's, that of a shared one everybody's in its domain. */
    private void jupyterOfSpaces() {
        for (JupyterProbe.Way way : List.of(JupyterProbe.Way.HEADER, JupyterProbe.Way.QUERY, JupyterProbe.Way.COOKIE)) {
            for (String rest : List.of("api/kernels", "api/sessions", "api/kernelspecs")) {
                String route = "GET " + rest;
                table.row(ofSpace(route, own, "GET", rest, null, way), Verdict.DENIED, Verdict.DENIED, Verdict.ALLOWED);
                table.row(
                        ofSpace(route, shared, "GET", rest, null, way),
                        Verdict.ALLOWED,
                        Verdict.DENIED,
                        Verdict.ALLOWED);
            }
        }
        String body = "{\"name\":\"python3\"}";
        table.row(
                ofSpace("POST api/kernels", own, "POST", "api/kernels", body, JupyterProbe.Way.HEADER),
                Verdict.DENIED,
                Verdict.DENIED,
                Verdict.ALLOWED);
    }

    private JupyterProbe ofSpace(
            String route,
            Map<String, String> space,
            String method,
            String rest,
            @Nullable String body,
            JupyterProbe.Way way) {
        String owner = callers.domainId() + "/space." + space.get("spaceName");
        return new JupyterProbe(server, route, owner, method, rest, body, way, this::secret);
    }

    private static boolean deletes(JupyterRoute route) {
        return route.method().name().equals("DELETE");
    }

    private String rest(JupyterRoute route) {
        String rest = route.template();
        for (Map.Entry<String, String> name : names.entrySet()) {
            rest = rest.replace("{" + name.getKey() + "}", name.getValue());
        }
        assertThat(rest).as("all places of %s have a name", route).doesNotContain("{");
        return rest;
    }

    /** At the owner's surface all others are refused, however they show who they are. A capability path leads to kernels only. */
    private void everyWay(String route, String method, String rest, @Nullable String body) {
        boolean lab = route.equals(JupyterPlace.LAB.name())
                || route.equals(JupyterPlace.LAB_SOCKET.name())
                || TerminalApi.owns(rest);
        for (JupyterProbe.Way way : JupyterProbe.Way.values()) {
            Verdict owner = lab && way == JupyterProbe.Way.PATH ? Verdict.HIDDEN : Verdict.ALLOWED;
            table.row(at(route, method, rest, body, way), Verdict.DENIED, Verdict.DENIED, owner);
        }
    }

    /** At one's own surface another's id is unknown. */
    private void foreignId(String route, String method, String rest, @Nullable String body) {
        table.row(
                new JupyterProbe(
                        server,
                        route,
                        callers.domainId() + "/bob",
                        method,
                        rest,
                        body,
                        JupyterProbe.Way.HEADER,
                        this::secret),
                Verdict.HIDDEN,
                Verdict.DENIED,
                Verdict.DENIED);
    }

    private JupyterProbe at(String route, String method, String rest, @Nullable String body, JupyterProbe.Way way) {
        return new JupyterProbe(
                server, route, callers.domainId() + "/" + callers.owner(), method, rest, body, way, this::secret);
    }

    /** For a token that is none, the token itself. */
    private String secret(JupyterProbe.Way way, String token) {
        Caller caller;
        try {
            caller = tokens.authenticate(token);
        } catch (AtelierException _) {
            return token;
        }
        return way == JupyterProbe.Way.PATH
                ? capability(caller)
                : sessions.begin(caller, Instant.now().plusSeconds(600));
    }

    /** Everybody's is his own; who has no profile asks for the owner's. */
    private String capability(Caller caller) {
        ProfileRef profile = caller.domainId() == null || caller.userProfileName() == null
                ? new ProfileRef(callers.domainId(), callers.owner())
                : new ProfileRef(caller.domainId(), caller.userProfileName());
        String path = capabilities
                .create(caller, new NewCapability(profile, null, CapabilityScope.EXECUTE, 0))
                .url()
                .getPath();
        return path.replaceFirst("^/jupyter/token/([^/]+)/.*$", "$1");
    }
}
