package dev.atelier.local.command;

import com.sun.management.OperatingSystemMXBean;
import dev.atelier.local.LauncherException;
import dev.atelier.local.environment.SystemPackages;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Builds and tests everything as CI does, two modules at once where their order and the machine allow it: tests wait for processes more than they compute.
 * What the tests need is made meanwhile; those that need the Python environment wait for its lock.
 */
public final class TestCommand {
    /** What Maven, the tests of two modules and all that they start need together. */
    private static final long MEMORY_FOR_TWO = 6L << 30;

    private final Context context;

    public TestCommand(Context context) {
        this.context = context;
    }

    public int run() {
        CompletableFuture<Path> dataScience =
                CompletableFuture.supplyAsync(() -> context.dataScience().install());
        SystemPackages packages = new SystemPackages(context::say);
        packages.openMp();
        packages.node();
        Optional<Path> chromium = packages.chromium();
        Map<String, String> environment = new TreeMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put(
                "ATELIER_ENVIRONMENTS_DIR", context.home().environments().toString());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        chromium.ifPresent(path -> environment.put("ATELIER_CHROMIUM", path.toString()));
        List<String> command =
                new ArrayList<>(List.of(context.repository().resolve("mvnw").toString(), "-Pci", "verify"));
        command.addAll(context.options().arguments());
        command.add("-T" + modulesAtOnce());
        int exit = Foreground.run(command, context.repository(), environment);
        made(dataScience);
        return exit;
    }

    private static int modulesAtOnce() {
        var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return machine.getAvailableProcessors() > 1 && machine.getTotalMemorySize() >= MEMORY_FOR_TWO ? 2 : 1;
    }

    private static void made(CompletableFuture<Path> environment) {
        try {
            Path _ = environment.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LauncherException why ? why : e;
        }
    }
}
