package dev.atelier.studio.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** How the cookies of signed-in browsers are set: no script reads them, no other site's request carries them. */
@ApplicationScoped
public class SessionCookies {
    private final boolean secure;

    SessionCookies(AccessConfig config, @ConfigProperty(name = "atelier.public-url") URI publicUrl) {
        this.secure = config.secureCookie().orElse("https".equalsIgnoreCase(publicUrl.getScheme()));
    }

    /** Whether they are sent over TLS only. */
    public boolean secure() {
        return secure;
    }

    /** Whether a browser says that another site made it ask; one that says nothing asks by itself. */
    public static boolean isForeign(@Nullable String secFetchSite) {
        return "cross-site".equals(secFetchSite) || "same-site".equals(secFetchSite);
    }

    /** @param life zero deletes the cookie */
    NewCookie cookie(String name, String value, String path, Duration life) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(path)
                .maxAge((int) life.toSeconds())
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
