package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.identity.Caller;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.access.BrowserSessions;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class AccessHoldsTest {
    @Inject
    BrowserSessions sessions;

    @Inject
    JupyterAuthenticator authenticator;

    @Inject
    Clock clock;

    @Test
    void whatABrowserReachesHoldsUntilItIsSignedOut() {
        String domain = StudioApi.domain();
        StudioApi.profile(domain, "ada");
        Caller ada = Caller.member(domain, "ada");
        String cookie = sessions.begin(ada, clock.instant().plus(Duration.ofHours(1)));
        Access access = new Access(ada, new ProfileRef(domain, "ada"), cookie, Access.Source.COOKIE);
        assertThat(authenticator.holds(access)).isTrue();

        sessions.end(cookie);

        assertThat(authenticator.holds(access)).isFalse();
    }
}
