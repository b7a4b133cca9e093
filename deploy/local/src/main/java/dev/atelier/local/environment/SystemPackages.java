package dev.atelier.local.environment;

import dev.atelier.local.process.Processes;
import dev.atelier.local.process.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What must come from the operating system: installed when the launcher may (root on Debian), asked for otherwise. */
public final class SystemPackages {
    private static final List<String> CHROMIUM =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Path MAC_CHROME = Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private final Consumer<String> progress;

    public SystemPackages(Consumer<String> progress) {
        this.progress = progress;
    }

    /** The OpenMP runtime, which LightGBM and XGBoost load. Without it Autopilot jobs fail; the rest works. */
    public void openMp() {
        if (!System.getProperty("os.name", "").equals("Linux") || hasLibrary("libgomp.so.1")) {
            return;
        }
        if (!install("libgomp1") || !hasLibrary("libgomp.so.1")) {
            progress.accept(
                    "Autopilot needs the OpenMP runtime, which is missing: install libgomp1 (Debian, Ubuntu) or libgomp (Fedora)");
        }
    }

    /** The browser for the browser tests, when there is one or one can be installed. */
    public Optional<Path> chromium() {
        Optional<Path> found = findChromium();
        if (found.isEmpty() && install("chromium")) {
            found = findChromium();
        }
        if (found.isEmpty()) {
            progress.accept(
                    "The browser tests need Chromium or Chrome in PATH (Debian: apt-get install -y chromium); they will fail");
        }
        return found;
    }

    /** Node and npm for the tests with Jupyter's own client library, when they are there or can be installed. */
    public void node() {
        boolean there = Processes.executable("node").isPresent()
                && Processes.executable("npm").isPresent();
        if (!there && !(install("nodejs") && install("npm"))) {
            progress.accept(
                    "The tests with Jupyter's own clients need node and npm in PATH (Debian: apt-get install -y nodejs npm); they will fail");
        }
    }

    static Optional<Path> findChromium() {
        return Stream.concat(
                        CHROMIUM.stream().flatMap(name -> Processes.executable(name).stream()), Stream.of(MAC_CHROME))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean hasLibrary(String file) {
        String cache = Ran.of("ldconfig", "-p").output()
                + Ran.of("/sbin/ldconfig", "-p").output();
        return cache.contains(file)
                || Stream.of("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
                        .anyMatch(directory -> Files.exists(Path.of(directory, file)));
    }

    private boolean install(String debianPackage) {
        boolean may = "root".equals(System.getProperty("user.name"))
                && Files.exists(Path.of("/etc/debian_version"))
                && Processes.executable("apt-get").isPresent();
        if (!may) {
            return false;
        }
        progress.accept("Installing the Debian package " + debianPackage);
        Map<String, String> quiet = Map.of("DEBIAN_FRONTEND", "noninteractive");
        Path here = Path.of(".");
        Ran.of(List.of("apt-get", "update", "-qq"), quiet, here, "", _ -> {});
        Ran ran = Ran.of(
                List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends", debianPackage),
                quiet,
                here,
                "",
                _ -> {});
        if (!ran.ok()) {
            progress.accept("apt-get install " + debianPackage + " failed: "
                    + ran.output().strip());
        }
        return ran.ok();
    }
}
