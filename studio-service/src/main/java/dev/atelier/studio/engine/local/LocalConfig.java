package dev.atelier.studio.engine.local;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The local engine ({@code atelier.engine.local.*}). */
@ConfigMapping(prefix = "atelier.engine.local")
public interface LocalConfig {
    /** Where the Python environments are, one directory per image; {@code environments} in the data directory unless said. */
    Optional<Path> environmentsDir();

    /** A directory with JupyterLab extensions, each in a directory of its own; Atelier's own extension unless said. */
    Optional<Path> labextensionsDir();

    /** Where notebooks reach autopilot-service; what {@code atelier.public-url} names unless said. */
    Optional<URI> autopilotUrl();

    /** Where notebooks reach billing-service. */
    Optional<URI> billingUrl();

    /** How many own images are built at the same time; others wait. */
    @WithDefault("2")
    int imageParallelBuilds();

    /** How large the environment of an own image may be, beside the shipped one below it. */
    @WithDefault("10G")
    MemorySize imageMaxSize();

    /** How long the build of an own image may take. */
    @WithDefault("PT30M")
    Duration imageBuildTimeout();

    /** How long an app may take to end by itself. */
    @WithDefault("PT5S")
    Duration stopGrace();

    /** How long a process that nobody owns is left alone. */
    @WithDefault("PT15S")
    Duration orphanGrace();

    /** Names of this service's environment variables that the apps get, too. */
    @WithDefault(
            "HTTP_PROXY,HTTPS_PROXY,NO_PROXY,http_proxy,https_proxy,no_proxy,SSL_CERT_FILE,SSL_CERT_DIR,REQUESTS_CA_BUNDLE,PIP_INDEX_URL,PIP_CERT")
    List<String> passEnvironment();
}
