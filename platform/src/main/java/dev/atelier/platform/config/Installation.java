package dev.atelier.platform.config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The installation that this service belongs to ({@code atelier.*}). */
@Singleton
public class Installation {
    private final String id;
    private final String region;
    private final String serviceName;

    @Inject
    public Installation(
            @ConfigProperty(name = "atelier.installation-id", defaultValue = "local") String id,
            @ConfigProperty(name = "atelier.region", defaultValue = "us-east-1") String region,
            @ConfigProperty(name = "quarkus.application.name") Optional<String> serviceName) {
        this.id = id;
        this.region = region;
        this.serviceName = serviceName.orElse("atelier");
    }

    /** Tells installations that share a machine, a cluster or an account apart. */
    public String id() {
        return id;
    }

    /** The AWS region whose prices apply. */
    public String region() {
        return region;
    }

    /** The name of this service, for example {@code studio-service}: the source of its usage events, the subject of its tokens. */
    public String serviceName() {
        return serviceName;
    }
}
