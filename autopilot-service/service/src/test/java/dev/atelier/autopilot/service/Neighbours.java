package dev.atelier.autopilot.service;

import com.google.protobuf.ByteString;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.billing.v1.AuthorizeLaunchRequest;
import dev.atelier.billing.v1.AuthorizeLaunchResponse;
import dev.atelier.billing.v1.CostSubject;
import dev.atelier.billing.v1.EstimateServiceGrpc;
import dev.atelier.billing.v1.GetResourceCostsRequest;
import dev.atelier.billing.v1.GetResourceCostsResponse;
import dev.atelier.billing.v1.RecordUsageRequest;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.ResourceCost;
import dev.atelier.billing.v1.ResourceCostServiceGrpc;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.billing.v1.UsageServiceGrpc;
import dev.atelier.common.v1.Money;
import dev.atelier.studio.v1.CatalogServiceGrpc;
import dev.atelier.studio.v1.GetUserProfileRequest;
import dev.atelier.studio.v1.GetUserProfileResponse;
import dev.atelier.studio.v1.HomeServiceGrpc;
import dev.atelier.studio.v1.ListInstanceTypesRequest;
import dev.atelier.studio.v1.ListInstanceTypesResponse;
import dev.atelier.studio.v1.ReadFileRequest;
import dev.atelier.studio.v1.ReadFileResponse;
import dev.atelier.studio.v1.UserProfile;
import dev.atelier.studio.v1.UserProfileServiceGrpc;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Billing and Studio as this service knows them: their real contracts on a real gRPC server, which remembers what arrives. Also
 * a data directory and a small upload limit.
 */
public final class Neighbours implements QuarkusTestResourceLifecycleManager {
    /** Where a test wants them. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Injected {}

    /** After which billing is told again how much an endpoint had in use. */
    public static final Duration PEAK_INTERVAL = Duration.ofSeconds(3);

    /** The upload limit of the tests. */
    public static final long MAX_UPLOAD = 8L << 20;

    private static final Set<UsageEventType> INTERVAL =
            EnumSet.of(UsageEventType.USAGE_EVENT_TYPE_STARTED, UsageEventType.USAGE_EVENT_TYPE_ENDED);
    private static final Set<UsageEventType> ACTIVITY =
            EnumSet.of(UsageEventType.USAGE_EVENT_TYPE_BUSY, UsageEventType.USAGE_EVENT_TYPE_IDLE);
    private static final int CHUNK = 1 << 16;

    private final Map<String, byte[]> homes = new ConcurrentHashMap<>();
    private final List<UsageEvent> usage = new CopyOnWriteArrayList<>();
    private @Nullable Server server;
    private @Nullable Path dataDir;

    @Override
    public Map<String, String> start() {
        try {
            dataDir = Files.createTempDirectory("atelier-autopilot-");
            server = ServerBuilder.forPort(0)
                    .addService(new Usage())
                    .addService(new Estimates())
                    .addService(new Costs())
                    .addService(new Profiles())
                    .addService(new Homes())
                    .addService(new Catalog())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String port = Integer.toString(server.getPort());
        return Map.ofEntries(
                Map.entry("atelier.autopilot.endpoint.idle-after", "PT2S"),
                Map.entry("atelier.autopilot.endpoint.peak-interval", PEAK_INTERVAL.toString()),
                Map.entry("quarkus.grpc.clients.billing.test-port", port),
                Map.entry("quarkus.grpc.clients.studio.test-port", port),
                Map.entry("atelier.data-dir", dataDir.toString()),
                Map.entry("atelier.autopilot.max-upload-size", Long.toString(MAX_UPLOAD)),
                Map.entry(
                        "atelier.autopilot.worker.jar",
                        Path.of("../worker/target/atelier-worker.jar")
                                .toAbsolutePath()
                                .toString()),
                Map.entry(
                        "atelier.autopilot.worker.java",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Map.entry("atelier.autopilot.worker.heap", "1g"),
                Map.entry("atelier.autopilot.events-keep-alive", "300ms"),
                Map.entry("atelier.autopilot.endpoint.drain", "PT1S"),
                Map.entry("atelier.autopilot.endpoint.restart-backoff", "PT0.3S"),
                Map.entry("atelier.autopilot.limits.monitors-per-user", "3"));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdownNow();
        }
        if (dataDir != null) {
            Workers.all(dataDir).forEach(ProcessHandle::destroyForcibly);
            Trees.delete(dataDir);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.Annotated(Injected.class));
    }

    /** A file in a user's home directory. */
    public void home(String domainId, String user, String path, byte[] content) {
        homes.put(domainId + "/" + user + "/" + path, content);
    }

    /** The beginnings and ends of a job's or endpoint's usage so far, in the order of their arrival. */
    public List<UsageEvent> usage(String jobOrEndpoint) {
        return events(jobOrEndpoint)
                .filter(event -> INTERVAL.contains(event.getType()))
                .toList();
    }

    /** What began or ended: "COMPONENT_TRAINING STARTED". */
    public static String text(UsageEvent event) {
        return event.getComponent() + " " + event.getType().name().replace("USAGE_EVENT_TYPE_", "");
    }

    /** When an endpoint fell idle and was used again, in the order of arrival. */
    public List<UsageEvent> activity(String endpoint) {
        return events(endpoint)
                .filter(event -> ACTIVITY.contains(event.getType()))
                .toList();
    }

    /** What an endpoint had in use at most while it ran, in the order of arrival. */
    public List<UsageEvent> peaks(String endpoint) {
        return events(endpoint)
                .filter(event -> event.getType() == UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT)
                .toList();
    }

    private Stream<UsageEvent> events(String jobOrEndpoint) {
        return usage.stream()
                .filter(event -> event.getJobName().equals(jobOrEndpoint)
                        || event.getEndpointName().equals(jobOrEndpoint));
    }

    /** The data directory of the service under test. */
    public Path dataDir() {
        return Objects.requireNonNull(dataDir);
    }

    /** What this service keeps on disk under a name, for example "datasets". */
    public List<Path> files(String part) {
        Path directory = Path.of(String.valueOf(dataDir), "autopilot", part);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Usage extends UsageServiceGrpc.UsageServiceImplBase {
        @Override
        public StreamObserver<RecordUsageRequest> recordUsage(StreamObserver<RecordUsageResponse> answers) {
            List<UsageEvent> events = new ArrayList<>();
            return new StreamObserver<>() {
                @Override
                public void onNext(RecordUsageRequest request) {
                    events.add(request.getEvent());
                }

                @Override
                public void onError(Throwable thrown) {
                    events.clear();
                }

                @Override
                public void onCompleted() {
                    usage.addAll(events);
                    answers.onNext(RecordUsageResponse.newBuilder()
                            .setAccepted(events.size())
                            .build());
                    answers.onCompleted();
                }
            };
        }
    }

    /** Each interval of a job or endpoint has cost 0.25, and costs 0.115 an hour while it is open, by estimated prices. */
    private final class Costs extends ResourceCostServiceGrpc.ResourceCostServiceImplBase {
        @Override
        public void getResourceCosts(
                GetResourceCostsRequest request, StreamObserver<GetResourceCostsResponse> answers) {
            GetResourceCostsResponse.Builder all = GetResourceCostsResponse.newBuilder();
            for (CostSubject subject : request.getSubjectsList()) {
                String name = subject.hasJob()
                        ? subject.getJob().getJobName()
                        : subject.getEndpoint().getEndpointName();
                long started = count(name, UsageEventType.USAGE_EVENT_TYPE_STARTED);
                ResourceCost.Builder cost = all.addCostsBuilder();
                if (started > 0) {
                    cost.setCostSoFar(money("0.25", started)).setEstimated(true);
                }
                if (started > count(name, UsageEventType.USAGE_EVENT_TYPE_ENDED)) {
                    cost.setPricePerHour(money("0.115", 1));
                }
            }
            answers.onNext(all.build());
            answers.onCompleted();
        }

        private long count(String name, UsageEventType type) {
            return usage(name).stream().filter(event -> event.getType() == type).count();
        }

        private static Money money(String amount, long times) {
            return Money.newBuilder()
                    .setAmount(new BigDecimal(amount)
                            .multiply(BigDecimal.valueOf(times))
                            .toPlainString())
                    .setCurrency("USD")
                    .build();
        }
    }

    /** At once no more than ten instances may be launched. */
    private static final class Estimates extends EstimateServiceGrpc.EstimateServiceImplBase {
        private static final int MOST_INSTANCES = 10;

        @Override
        public void authorizeLaunch(AuthorizeLaunchRequest request, StreamObserver<AuthorizeLaunchResponse> answers) {
            if (request.getInstanceCount() > MOST_INSTANCES) {
                answers.onNext(AuthorizeLaunchResponse.newBuilder()
                        .setReason("%d instances would be more than the quota of %d."
                                .formatted(request.getInstanceCount(), MOST_INSTANCES))
                        .build());
                answers.onCompleted();
                return;
            }
            switch (request.getInstanceType()) {
                case "ml.m5.large" -> {
                    answers.onNext(AuthorizeLaunchResponse.newBuilder()
                            .setAllowed(true)
                            .setPricePerHour(
                                    Money.newBuilder().setAmount("0.115").setCurrency("USD"))
                            .build());
                    answers.onCompleted();
                }
                case "ml.p4d.24xlarge" -> {
                    answers.onNext(AuthorizeLaunchResponse.newBuilder()
                            .setAllowed(false)
                            .setReason("The budget of team 'research' is spent.")
                            .build());
                    answers.onCompleted();
                }
                default ->
                    answers.onError(GrpcErrors.toStatusRuntimeException(
                            new AtelierException(
                                    ErrorCode.UNKNOWN_PRICE,
                                    "There is no price for '%s'.".formatted(request.getInstanceType())),
                            null));
            }
        }
    }

    private static final class Catalog extends CatalogServiceGrpc.CatalogServiceImplBase {
        @Override
        public void listInstanceTypes(
                ListInstanceTypesRequest request, StreamObserver<ListInstanceTypesResponse> answers) {
            ListInstanceTypesResponse.Builder all = ListInstanceTypesResponse.newBuilder();
            for (String name : List.of("ml.m5.large", "ml.p4d.24xlarge", "ml.free.large")) {
                all.addInstanceTypesBuilder().getSpecBuilder().setInstanceType(name);
            }
            answers.onNext(all.build());
            answers.onCompleted();
        }
    }

    private static final class Profiles extends UserProfileServiceGrpc.UserProfileServiceImplBase {
        @Override
        public void getUserProfile(GetUserProfileRequest request, StreamObserver<GetUserProfileResponse> answers) {
            if (request.getUserProfileName().equals("nobody")) {
                answers.onError(
                        GrpcErrors.toStatusRuntimeException(AtelierException.notFound("user profile", "nobody"), null));
                return;
            }
            answers.onNext(GetUserProfileResponse.newBuilder()
                    .setUserProfile(UserProfile.newBuilder()
                            .setDomainId(request.getDomainId())
                            .setUserProfileName(request.getUserProfileName())
                            .setTeam("research")
                            .setProject("apollo")
                            .putTags("cost-center", "42"))
                    .build());
            answers.onCompleted();
        }
    }

    private final class Homes extends HomeServiceGrpc.HomeServiceImplBase {
        @Override
        public void readFile(ReadFileRequest request, StreamObserver<ReadFileResponse> answers) {
            byte[] content =
                    homes.get(request.getDomainId() + "/" + request.getUserProfileName() + "/" + request.getPath());
            if (content == null) {
                answers.onError(GrpcErrors.toStatusRuntimeException(
                        AtelierException.notFound("file", request.getPath()), null));
                return;
            }
            for (int from = 0; from < content.length; from += CHUNK) {
                answers.onNext(ReadFileResponse.newBuilder()
                        .setChunk(ByteString.copyFrom(content, from, Math.min(CHUNK, content.length - from)))
                        .build());
            }
            answers.onCompleted();
        }
    }
}
