package dev.atelier.studio.jupyter;

import static dev.atelier.studio.StudioApi.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.TerminalClient;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.kernel.wire.WireForm;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Real processes that take more memory than their instance has: 400 MiB for all of them. */
@QuarkusTest
@TestProfile(KernelMemoryIT.Small.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class KernelMemoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOO_MUCH = "b'x' * 600_000_000";

    @TestHTTPResource("/")
    URI server;

    @Inject
    AppRuntime apps;

    @Inject
    ComputeEngine engine;

    @Test
    void theBiggestKernelOfAFullInstanceEndsAndSaysWhyAndTheOthersStay() {
        Jupyter ann = Jupyter.of(server, StudioApi.domain(), "ann");
        String modest = ann.kernel("modest.ipynb");
        String greedy = ann.kernel("greedy.ipynb");
        assertThat(app(modest)).as("one instance").isEqualTo(app(greedy));
        try (KernelClient small = ann.client(modest, "s1", WireForm.V1);
                KernelClient big = ann.client(greedy, "s2", WireForm.V1)) {
            assertThat(small.result(small.execute("kept = 41; kept"))).isEqualTo("41");

            assertThat(big.result(big.execute("import time; x = " + TOO_MUCH + "; time.sleep(600)")))
                    .contains("KernelDied", "ran out of memory", "400 MiB");

            assertThat(big.result(big.execute("6 * 7"))).isEqualTo("42");
            assertThat(small.result(small.execute("kept + 1"))).isEqualTo("42");
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat((String)
                                operator().get("/api/v1/kernels/" + greedy).path("deathReason"))
                        .contains("ran out of memory"));
        assertThat((String) operator().get("/api/v1/kernels/" + modest).path("deathReason"))
                .isNull();
    }

    @Test
    void aJobInATerminalEndsAndItsShellStays() {
        Jupyter bob = Jupyter.of(server, StudioApi.domain(), "bob");
        String app = StudioApi.kernelApp(
                "/api/v1/domains/" + bob.domain() + "/user-profiles/" + bob.user(), "shells", "ml.t3.medium");
        String appId = operator().get(app).path("appId");
        try (TerminalClient terminal = new TerminalClient(apps.connection(appId).orElseThrow())) {
            terminal.type("python3 -c \\\"import time; x = " + TOO_MUCH + "; time.sleep(600)\\\"\\r");
            terminal.awaitShown("Killed");
            await().atMost(PATIENCE).until(() -> engine.busyTerminals(appId).equals(OptionalInt.of(0)));
            terminal.type("echo $((6*7))-again\\r");
            terminal.awaitShown("42-again");
        }
        assertThat(engine.use(Set.of(appId)).get(appId).memoryBytes()).isPositive();
    }

    private static String app(String kernel) {
        return operator().get("/api/v1/kernels/" + kernel).path("appName");
    }

    /** An instance type that is quickly full. */
    public static class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("atelier.memory.limits.\"ml.t3.medium\"", "400M");
        }
    }
}
