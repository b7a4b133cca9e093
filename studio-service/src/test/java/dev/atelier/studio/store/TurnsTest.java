package dev.atelier.studio.store;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever makes something for an owner waits for its turn first, before it asks the database for anything. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class TurnsTest {
    @Inject
    Turns turns;

    @ParameterizedTest
    @ValueSource(strings = {"apps", "kernels", "sessions"})
    void theTurnComesBeforeTheFirstQuestion(String what) throws Exception {
        String domain = StudioApi.domain();
        StudioApi.profile(domain, "ada");
        String space = unique("space");
        String stranger = TestTokens.user(domain, "ada");

        // one who is refused is refused only once the turn is free
        Response refused = whileTheTurnIsTaken(domain + "/space." + space, () -> make(what, domain, space, stranger));

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(403);
    }

    private static Response make(String what, String domain, String space, String token) {
        return switch (what) {
            case "apps" ->
                as(token)
                        .body(Map.of("appType", "KernelGateway", "appName", "x"))
                        .post("/api/v1/domains/" + domain + "/spaces/" + space + "/apps");
            case "kernels" ->
                as(token).body(Map.of("domainId", domain, "spaceName", space)).post("/api/v1/kernels");
            default ->
                as(token)
                        .body(Map.of("domainId", domain, "spaceName", space, "path", "a.ipynb"))
                        .post("/api/v1/sessions");
        };
    }

    private Response whileTheTurnIsTaken(String key, java.util.function.Supplier<Response> request) throws Exception {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        QuarkusTransaction.requiringNew().run(() -> {
            turns.await(key);
            Thread.ofVirtual().start(() -> answer.complete(request.get()));
            await("the request waits for its turn").until(() -> turns.users(key) == 2);
            assertThat(answer).isNotDone();
        });
        return answer.get(30, TimeUnit.SECONDS);
    }
}
