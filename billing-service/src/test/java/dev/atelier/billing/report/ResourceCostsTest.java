package dev.atelier.billing.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.GrpcClient;
import dev.atelier.billing.ProtoEvents;
import dev.atelier.billing.TestClock;
import dev.atelier.billing.v1.AppSubject;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.CostSubject;
import dev.atelier.billing.v1.EndpointSubject;
import dev.atelier.billing.v1.GetResourceCostsRequest;
import dev.atelier.billing.v1.JobSubject;
import dev.atelier.billing.v1.ResourceCost;
import dev.atelier.billing.v1.ResourceCostServiceGrpc;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.common.v1.Owner;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On ml.t3.medium at 0.05 an hour, and ml.m5.large at 0.115. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class ResourceCostsTest {
    private static final Instant START = Instant.parse("2026-03-10T00:00:00Z");

    @TestHTTPResource("/")
    URI service;

    @Inject
    TestClock clock;

    private final String domain = "d-" + UUID.randomUUID();
    private final Owner ann =
            Owner.newBuilder().setDomainId(domain).setUserProfileName("ann").build();
    private final ProtoEvents instance = ProtoEvents.studio(domain + "/i", "ml.t3.medium", domain, "ann");
    private final ProtoEvents trial = new ProtoEvents(domain + "/t", "ml.m5.large", Component.COMPONENT_TRAINING, ann);
    private final ProtoEvents model = new ProtoEvents(domain + "/e", "ml.m5.large", Component.COMPONENT_HOSTING, ann);
    private GrpcClient studio;

    @BeforeEach
    void start() {
        studio = new GrpcClient(service, TestTokens.service("studio-service"));
        studio.record(List.of(
                instance.started(START),
                instance.joined(START, "app-1"),
                instance.joined(hour(1), "app-2"),
                trial.event(UsageEventType.USAGE_EVENT_TYPE_STARTED, START, "")
                        .setJobName("j")
                        .build(),
                trial.event(UsageEventType.USAGE_EVENT_TYPE_ENDED, hour(2), "")
                        .setJobName("j")
                        .build(),
                model.event(UsageEventType.USAGE_EVENT_TYPE_STARTED, hour(2), "")
                        .setEndpointName("e")
                        .build()));
        clock.stop(hour(3));
    }

    @AfterEach
    void stop() {
        studio.record(List.of(instance.ended(hour(4)), model.ended(hour(4))));
        studio.close();
        clock.stop(null);
    }

    @Test
    void whatEachHasCostAndCostsNow() {
        assertThat(costs(
                        studio, resource(domain + "/i"), app("app-1"), app("app-2"), job("j"), endpoint("e"), app("x")))
                .extracting(cost -> cost.getCostSoFar().getAmount() + " "
                        + cost.getPricePerHour().getAmount())
                .containsExactly("0.15 0.05", "0.1 0.025", "0.05 0.025", "0.23 ", "0.115 0.115", " ");
    }

    @Test
    void membersSeeTheirOwn() {
        try (GrpcClient own = new GrpcClient(service, TestTokens.user(domain, "ann"));
                GrpcClient other = new GrpcClient(service, TestTokens.user(domain, "bob"))) {
            assertThat(costs(own, job("j")).getFirst().getCostSoFar().getAmount())
                    .isEqualTo("0.23");
            assertThat(costs(other, job("j"), resource(domain + "/i")))
                    .noneMatch(ResourceCost::hasCostSoFar)
                    .noneMatch(ResourceCost::hasPricePerHour);
        }
    }

    @Test
    void whatHasNoPriceIsNotKnown() {
        ProtoEvents unheard = ProtoEvents.studio(domain + "/u", "ml.unheard-of", domain + "-other", "ann");
        studio.record(List.of(unheard.started(START), unheard.ended(hour(1))));
        assertThat(costs(studio, resource(domain + "/u")).getFirst().hasCostSoFar())
                .isFalse();
    }

    @Test
    void aSubjectIsNamedInFull() {
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> costs(studio, job("")));
        assertThat(GrpcErrors.toAtelier(refused).code()).isEqualTo(ErrorCode.VALIDATION);
    }

    private static Instant hour(int hour) {
        return START.plus(Duration.ofHours(hour));
    }

    private static List<ResourceCost> costs(GrpcClient client, CostSubject... subjects) {
        return client.stub(ResourceCostServiceGrpc::newBlockingStub)
                .getResourceCosts(GetResourceCostsRequest.newBuilder()
                        .addAllSubjects(Stream.of(subjects).toList())
                        .build())
                .getCostsList();
    }

    private static CostSubject resource(String id) {
        return CostSubject.newBuilder().setResourceId(id).build();
    }

    private CostSubject app(String id) {
        return CostSubject.newBuilder()
                .setApp(AppSubject.newBuilder().setResourceId(domain + "/i").setAppId(id))
                .build();
    }

    private CostSubject job(String name) {
        return CostSubject.newBuilder()
                .setJob(JobSubject.newBuilder()
                        .setDomainId(domain)
                        .setUserProfileName("ann")
                        .setJobName(name))
                .build();
    }

    private CostSubject endpoint(String name) {
        return CostSubject.newBuilder()
                .setEndpoint(EndpointSubject.newBuilder()
                        .setDomainId(domain)
                        .setUserProfileName("ann")
                        .setEndpointName(name))
                .build();
    }
}
