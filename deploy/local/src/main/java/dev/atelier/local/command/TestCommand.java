package dev.atelier.local.command;

import dev.atelier.local.environment.SystemPackages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes what the tests need, then builds and tests everything as CI does. */
public final class TestCommand {
    private final Context context;

    public TestCommand(Context context) {
        this.context = context;
    }

    public int run() {
        Path environments = context.dataScience().install().getParent();
        SystemPackages packages = new SystemPackages(context::say);
        packages.openMp();
        packages.node();
        Optional<Path> chromium = packages.chromium();
        Map<String, String> environment = new TreeMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("ATELIER_ENVIRONMENTS_DIR", environments.toString());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        chromium.ifPresent(path -> environment.put("ATELIER_CHROMIUM", path.toString()));
        List<String> command =
                new ArrayList<>(List.of(context.repository().resolve("mvnw").toString(), "-Pci", "verify"));
        command.addAll(context.options().arguments());
        return Foreground.run(command, context.repository(), environment);
    }
}
