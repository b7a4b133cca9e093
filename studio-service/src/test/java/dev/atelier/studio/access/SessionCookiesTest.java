package dev.atelier.studio.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionCookiesTest {
    private record Config(Optional<Boolean> secureCookie, Duration sessionTtl) implements AccessConfig {}

    private static boolean secure(String publicUrl, Optional<Boolean> said) {
        return new SessionCookies(new Config(said, Duration.ofHours(1)), URI.create(publicUrl))
                .cookie("a", "b", "/", Duration.ofHours(1))
                .isSecure();
    }

    @Test
    void cookiesAreSecureWhereBrowsersComeByTlsUnlessSaidOtherwise() {
        assertThat(secure("https://atelier.example", Optional.empty())).isTrue();
        assertThat(secure("http://127.0.0.1:8700", Optional.empty())).isFalse();
        assertThat(secure("http://127.0.0.1:8700", Optional.of(true))).isTrue();
    }

    @Test
    void onlyAnotherSitesRequestIsForeign() {
        assertThat(SessionCookies.isForeign("cross-site")).isTrue();
        assertThat(SessionCookies.isForeign("same-site")).isTrue();
        assertThat(SessionCookies.isForeign("same-origin")).isFalse();
        assertThat(SessionCookies.isForeign("none")).isFalse();
        assertThat(SessionCookies.isForeign(null)).isFalse();
    }
}
