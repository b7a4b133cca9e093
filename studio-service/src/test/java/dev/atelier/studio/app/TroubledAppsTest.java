package dev.atelier.studio.app;

import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.createApp;
import static dev.atelier.studio.StudioApi.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app in trouble is in nobody's way. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class TroubledAppsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    AppOperations operations;

    @Inject
    AppRuntime runtime;

    @Inject
    Transitions transitions;

    @Inject
    AppStore store;

    @Inject
    Clock clock;

    @ConfigProperty(name = "atelier.data-dir")
    Path dataDir;

    private ProfileRef ada;
    private String profile;

    @BeforeEach
    void user() {
        String domain = StudioApi.domain();
        profile = StudioApi.profile(domain, "ada");
        ada = new ProfileRef(domain, "ada");
    }

    @Test
    void aLabThatIsBeingDeletedIsTheOnlyOne() {
        QuarkusTransaction.requiringNew().run(() -> {
            App lab = operations.ensureLab(ada, "default");
            transitions.delete(lab);

            AppRef again = runtime.ensureJupyterServer(ada);

            assertThat(again.appId()).isEqualTo(lab.appId());
            assertThat(store.live(ada)).extracting(App::appName).containsExactly("default");
        });
    }

    @Test
    void whatOneAppLeftOnDiskStopsNoOther() throws IOException {
        App first = inServiceWithoutReadableRecord();
        // no token can be written where a directory is
        Files.createDirectories(directory(first).resolve("token/in-the-way"));
        String eve = StudioApi.profile(ada.domainId(), "eve");
        App second = inServiceWithoutReadableRecord(new ProfileRef(ada.domainId(), "eve"));

        createApp(eve, "KernelGateway", "other", "ml.t3.medium").then().statusCode(201);

        awaitStatus(eve + "/apps/KernelGateway/other", "Failed");
        await("the token of the second")
                .atMost(PATIENCE)
                .until(() -> Files.isRegularFile(directory(second).resolve("token")));
        for (String lab : List.of(profile, eve)) {
            operator().delete(lab + "/apps/JupyterServer/default").then().statusCode(204);
            awaitStatus(lab + "/apps/JupyterServer/default", "Deleted");
        }
        assertThat(directory(first)).doesNotExist();
    }

    private App inServiceWithoutReadableRecord() {
        return inServiceWithoutReadableRecord(ada);
    }

    private App inServiceWithoutReadableRecord(ProfileRef owner) {
        return QuarkusTransaction.requiringNew().call(() -> {
            App lab = operations.ensureLab(owner, "default");
            try {
                Files.createDirectories(directory(lab));
                Files.writeString(directory(lab).resolve("server.json"), "garbled");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            store.setState(lab.appId(), new AppState.Pending().inService(clock.instant()));
            return lab;
        });
    }

    private Path directory(App app) {
        return dataDir.resolve("apps").resolve(app.appId());
    }
}
