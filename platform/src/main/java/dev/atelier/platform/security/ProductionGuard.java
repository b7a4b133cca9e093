package dev.atelier.platform.security;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with a setting that is not safe, and says which one. */
@Singleton
public class ProductionGuard {
    private final SecurityConfig config;
    private final Map<String, String> hosts;

    /** The secrets are read here, so that a missing or short one ends the start too. */
    @Inject
    @SuppressWarnings("unused")
    public ProductionGuard(
            SecurityConfig config,
            Secrets secrets,
            @ConfigProperty(name = "quarkus.http.host") String httpHost,
            @ConfigProperty(name = "quarkus.management.host") String managementHost) {
        this(config, Map.of("quarkus.http.host", httpHost, "quarkus.management.host", managementHost));
    }

    ProductionGuard(SecurityConfig config, Map<String, String> hosts) {
        this.config = config;
        this.hosts = hosts;
    }

    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            throw new IllegalStateException("Refusing to start: " + String.join("; ", faults));
        }
    }

    /** What is wrong, in words that name the setting. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        switch (config.mode()) {
            case LOCAL -> {
                if (config.operatorTokenFile().isEmpty()) {
                    faults.add("atelier.security.operator-token-file is needed in local mode");
                }
                hosts.forEach((key, host) -> {
                    if (!loopback(host)) {
                        faults.add(
                                "%s=%s is not loopback; in local mode everybody who reaches it is one token away from everything. Use 127.0.0.1, or atelier.security.mode=oidc"
                                        .formatted(key, host));
                    }
                });
            }
            case OIDC -> {
                need(faults, "issuer", config.oidc().issuer());
                need(faults, "audience", config.oidc().audience());
            }
        }
        return faults;
    }

    private static void need(List<String> faults, String key, Optional<String> value) {
        if (value.filter(text -> !text.isBlank()).isEmpty()) {
            faults.add("atelier.security.oidc." + key + " is needed in oidc mode");
        }
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
