package dev.atelier.autopilot.worker.learner;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;

/**
 * A native library from the class path, called through the foreign function interface. It is unpacked once for all workers, under a name that holds its
 * size and checksum, and then loaded from there.
 */
final class NativeLibrary {

    private static final String CACHE_VARIABLE = "ATELIER_WORKER_CACHE";
    private static final String CACHE_DIRECTORY = "atelier-worker-natives";

    private final SymbolLookup symbols;

    private NativeLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /**
     * Loads a library.
     *
     * @param resources resource by platform: {@code linux-x86_64}, {@code linux-aarch64}, {@code macos-x86_64}, {@code macos-aarch64}
     */
    @SuppressWarnings("restricted")
    static NativeLibrary load(Map<String, String> resources) {
        String platform = platform();
        String resource = resources.get(platform);
        if (resource == null) {
            throw new IllegalStateException("No native library for " + platform);
        }
        try {
            Path file = unpack(resource);
            return new NativeLibrary(SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + resource, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("Cannot load " + resource + "; is libgomp1 installed?", e);
        }
    }

    /** A handle on a C function. */
    @SuppressWarnings("restricted")
    MethodHandle function(String name, FunctionDescriptor descriptor) {
        MemorySegment address =
                symbols.find(name).orElseThrow(() -> new IllegalStateException("No native function " + name));
        return Linker.nativeLinker().downcallHandle(address, descriptor);
    }

    private static Path unpack(String resource) throws IOException {
        var url = NativeLibrary.class.getResource(resource);
        if (url == null) {
            throw new IOException("missing on the class path");
        }
        var connection = url.openConnection();
        connection.setUseCaches(false);
        String version = connection instanceof java.net.JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : Long.toHexString(connection.getLastModified());
        String base = resource.substring(resource.lastIndexOf('/') + 1);
        int dot = base.lastIndexOf('.');
        Path directory = cacheDirectory();
        Path file = directory.resolve(base.substring(0, dot) + "-" + version + base.substring(dot));
        try (InputStream in = connection.getInputStream()) {
            if (!Files.exists(file)) {
                Path temporary = Files.createTempFile(directory, "unpack", ".tmp");
                Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return file;
    }

    private static Path cacheDirectory() throws IOException {
        String variable = System.getenv(CACHE_VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return Files.createDirectories(Path.of(variable));
        }
        Path jar = ownLocation();
        Path beside = jar == null ? null : jar.resolveSibling(CACHE_DIRECTORY);
        if (beside != null && Files.isWritable(jar.toAbsolutePath().getParent())) {
            return Files.createDirectories(beside);
        }
        return Files.createDirectories(
                Path.of(System.getProperty("java.io.tmpdir"), CACHE_DIRECTORY + "-" + System.getProperty("user.name")));
    }

    private static @org.jspecify.annotations.Nullable Path ownLocation() {
        var source = NativeLibrary.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : Path.of(source.getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException | IllegalArgumentException _) {
            return null;
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : "linux";
        return system + "-" + (arch.equals("aarch64") || arch.equals("arm64") ? "aarch64" : "x86_64");
    }
}
