package dev.atelier.studio.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.platform.json.AtelierJson;
import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.studio.engine.ScriptObservation;
import dev.atelier.studio.lab.PythonModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The local engine and what apps leave on disk, without a Jupyter server. */
class LocalEngineTest {
    @TempDir
    Path dataDir;

    private final ObjectMapper json = AtelierJson.newMapper();
    private final ChildProcesses processes = new ChildProcesses();
    private LocalEngine.Settings settings;
    private LocalEngine engine;

    @BeforeEach
    void engine() throws IOException {
        settings = new LocalEngine.Settings(
                "here",
                dataDir,
                dataDir.resolve("environments"),
                Duration.ofSeconds(5),
                Duration.ZERO,
                Map.of(),
                new LocalImageBuilds.Limits(2, 1_000_000_000, Duration.ofMinutes(2)));
        engine = new LocalEngine(
                settings,
                owner -> dataDir.resolve("homes").resolve(owner.name()),
                processes,
                new JupyterServer(
                        processes,
                        json,
                        null,
                        PythonModule.unpack(dataDir.resolve("modules")),
                        JupyterServer::freePort),
                json);
    }

    @AfterEach
    void end() {
        engine.stopApp("app-1");
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbled"})
    void aScriptThatLeftNoExitCodeHasFailed(String left) throws IOException {
        AppDirectory files = new AppDirectory(dataDir.resolve("apps/app-1"), json);
        files.create();
        StartScripts scripts = new StartScripts(processes);
        scripts.ensure(files, "exit 0", dataDir, new HashMap<>());
        await().until(
                        () -> scripts.ensure(files, "exit 0", dataDir, new HashMap<>()),
                        ScriptObservation.Ended.class::isInstance);

        Files.writeString(files.scriptExitFile(), left);

        assertThat(scripts.ensure(files, "exit 0", dataDir, new HashMap<>()))
                .isEqualTo(new ScriptObservation.Gone("ended without an exit code"));
    }

    @Test
    void anAppWhoseRecordCannotBeReadCanBeEnded() throws IOException {
        Path app = Files.createDirectories(dataDir.resolve("apps/app-1"));
        Files.writeString(app.resolve("server.json"), "garbled");

        assertThat(engine.stopApp("app-1")).isTrue();

        assertThat(app).doesNotExist();
    }

    @Test
    void anAppWhoseRecordCannotBeReadIsNotInTheWayOfALookAtTheOthers() throws IOException {
        Path app = Files.createDirectories(dataDir.resolve("apps/app-1"));
        Files.writeString(app.resolve("server.json"), "garbled");

        assertThat(engine.use(Set.of("app-1", "app-2"))).isEmpty();
    }

    @Test
    void anOrphanThatCannotBeEndedIsNotInTheWayOfTheOthers() throws IOException {
        for (String appId : List.of("app-1", "app-2", "app-3")) {
            Files.createDirectories(dataDir.resolve("apps").resolve(appId));
        }
        List<String> asked = new ArrayList<>();
        Orphans orphans = new Orphans(processes, new Places(settings, owner -> dataDir, json), Duration.ZERO, appId -> {
            asked.add(appId);
            throw new IllegalStateException("of a test");
        });

        orphans.sweep(Set.of(), Instant.EPOCH);
        assertThat(asked).containsExactlyInAnyOrder("app-1", "app-2", "app-3");

        orphans.sweep(Set.of(), Instant.EPOCH);
        assertThat(asked).hasSize(6);
    }
}
