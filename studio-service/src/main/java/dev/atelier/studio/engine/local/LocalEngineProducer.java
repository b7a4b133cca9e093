package dev.atelier.studio.engine.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.platform.config.Installation;
import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.home.HomeDirectories;
import dev.atelier.studio.lab.LabExtension;
import dev.atelier.studio.lab.PythonModule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the engine that {@code atelier.engine} names. */
@ApplicationScoped
class LocalEngineProducer {
    @Produces
    @ApplicationScoped
    ComputeEngine engine(
            @ConfigProperty(name = "atelier.engine", defaultValue = LocalEngine.NAME) String engine,
            @ConfigProperty(name = "atelier.data-dir") Path dataDir,
            @ConfigProperty(name = "atelier.public-url") URI publicUrl,
            LocalConfig config,
            Installation installation,
            HomeDirectories homes,
            ChildProcesses processes,
            ObjectMapper json) {
        if (!engine.equals(LocalEngine.NAME)) {
            throw new IllegalArgumentException("atelier.engine is '%s'; there is only 'local'".formatted(engine));
        }
        Path data = dataDir.toAbsolutePath().normalize();
        Path environments = config.environmentsDir()
                .orElse(data.resolve("environments"))
                .toAbsolutePath()
                .normalize();
        Map<String, String> own = System.getenv();
        Map<String, String> passed = new HashMap<>(config.passEnvironment().stream()
                .filter(own::containsKey)
                .collect(Collectors.toMap(Function.identity(), own::get)));
        passed.put("ATELIER_URL", publicUrl.toString());
        config.autopilotUrl().ifPresent(url -> passed.put("ATELIER_AUTOPILOT_URL", url.toString()));
        config.billingUrl().ifPresent(url -> passed.put("ATELIER_BILLING_URL", url.toString()));
        LocalEngine.Settings settings = new LocalEngine.Settings(
                installation.id(),
                data,
                environments,
                config.stopGrace(),
                config.orphanGrace(),
                passed,
                new LocalImageBuilds.Limits(
                        config.imageParallelBuilds(), config.imageMaxSize().asLongValue(), config.imageBuildTimeout()));
        JupyterServer servers = new JupyterServer(
                processes,
                json,
                config.labextensionsDir().map(Path::toAbsolutePath).orElseGet(() -> LabExtension.unpack(data)),
                PythonModule.unpack(data));
        return new LocalEngine(settings, homes::of, processes, servers, json);
    }

    void close(@Disposes ComputeEngine engine) throws Exception {
        if (engine instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
