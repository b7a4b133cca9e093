package dev.atelier.studio;

import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.testing.Environments;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A data directory of its own, and no process left of it at the end. With {@code python=true} the apps really start. */
public class StudioResource implements QuarkusTestResourceLifecycleManager {
    /** How large files may be here. */
    public static final int MAX_FILE_MIB = 8;

    /** What notebooks are told. */
    public static final String AUTOPILOT_URL = "http://autopilot.example:8701";

    private boolean python;
    private @Nullable Path dataDir;
    private @Nullable Autopilot autopilot;

    @Override
    public void init(Map<String, String> arguments) {
        python = Boolean.parseBoolean(arguments.get("python"));
    }

    @Override
    public Map<String, String> start() {
        try {
            Path created = Files.createTempDirectory("atelier-studio-");
            dataDir = created;
            Map<String, String> settings = new HashMap<>();
            settings.put("atelier.data-dir", created.toString());
            settings.put("atelier.public-url", "http://studio.example:8700");
            // no warm apps, unless a test says otherwise
            settings.put("atelier.fast-launch.size", "0");
            settings.put("atelier.home.max-file-size", MAX_FILE_MIB + "M");
            settings.put("atelier.home.examples", "false");
            settings.put("atelier.changes.keep-alive", "PT1S");
            settings.put("atelier.apps.token-renewal", "PT2S");
            settings.put("atelier.utilization.interval", "PT1S");
            settings.put("atelier.engine.local.autopilot-url", AUTOPILOT_URL);
            // nobody listens there, unless a test says otherwise
            settings.put("quarkus.grpc.clients.billing.test-port", "1");
            autopilot = new Autopilot();
            settings.put("quarkus.grpc.clients.autopilot.test-port", Integer.toString(autopilot.port()));
            if (python) {
                // said by nobody else: Quarkus starts the one without Python beside it for every test, in any order
                settings.put(
                        "atelier.engine.local.environments-dir",
                        Environments.directory().toString());
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (autopilot != null) {
            autopilot.close();
        }
        if (dataDir != null) {
            ChildProcesses processes = new ChildProcesses();
            String ours = "@" + dataDir + "/";
            processes.marks("ATELIER_APP").stream()
                    .filter(mark -> mark.contains(ours))
                    .forEach(mark -> processes.sweep("ATELIER_APP", mark));
            try (Stream<Path> tree = Files.walk(dataDir)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
