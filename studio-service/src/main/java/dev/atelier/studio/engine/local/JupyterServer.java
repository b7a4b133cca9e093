package dev.atelier.studio.engine.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.platform.process.ProcessIdentity;
import dev.atelier.platform.process.Spawn;
import dev.atelier.platform.process.WaitingProcess;
import dev.atelier.studio.engine.AppSpec;
import dev.atelier.studio.engine.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts stock Jupyter servers: {@code jupyter_server} for kernels, {@code jupyterlab} for the Lab. */
final class JupyterServer {
    private static final int SECRET_BYTES = 32;
    private static final int MAX_WEBSOCKET_MESSAGE = 128 * 1024 * 1024;
    private static final String WAITING_PROGRAM = waitingProgram();
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A terminal begins in the home directory unless its client names another one. The server cannot: Jupyter reads configuration files from
     * where it runs, and those of a home must not stand above ours. It is no login shell, for which the machine's profile would put its own
     * path in place of the image's.
     */
    private static final String TERMINAL = "[ . -ef \"$JUPYTER_RUNTIME_DIR\" ] && cd; exec \"$SHELL\"";

    private final ChildProcesses processes;
    private final ObjectMapper json;
    private final @Nullable Path labextensions;
    private final Path modules;
    private final IntSupplier ports;

    /**
     * @param labextensions a directory of JupyterLab extensions, or null for none
     * @param modules a directory of Python modules that every app has
     */
    JupyterServer(ChildProcesses processes, ObjectMapper json, @Nullable Path labextensions, Path modules) {
        this(processes, json, labextensions, modules, JupyterServer::freePort);
    }

    JupyterServer(
            ChildProcesses processes,
            ObjectMapper json,
            @Nullable Path labextensions,
            Path modules,
            IntSupplier ports) {
        this.modules = modules;
        this.ports = ports;
        this.processes = processes;
        this.json = json;
        this.labextensions = labextensions;
    }

    /**
     * Starts a process which has a server's code loaded and waits for the owner. It knows nobody's directory and has no secret yet; once it
     * is ready it makes {@link AppDirectory#waits}.
     *
     * @param image the directory of the image's Python environment
     * @param environment marks and what is passed on
     */
    WaitingProcess prepare(Workload workload, Path image, AppDirectory files, Map<String, String> environment)
            throws IOException {
        files.create();
        AppDirectory.writePrivate(files.waitingProgram(), WAITING_PROGRAM);
        AppPython python = AppPython.create(files.python(), image, modules);
        List<String> command = new ArrayList<>(List.of(
                python.program().toString(),
                files.waitingProgram().toString(),
                module(workload),
                files.waits().toString()));
        command.addAll(modules(workload));
        return processes.spawnWaiting(new Spawn(
                command, environment(python, files.runtime(), files, environment), files.runtime(), files.log()));
    }

    /**
     * Starts a server with a new secret on a free port. The secret is in its configuration file, never on its command line.
     *
     * @param image the directory of the image's Python environment
     * @param environment marks and what is passed on
     * @param waiting goes on as the server unless it has ended; null starts a new process
     */
    ServerRecord start(
            AppSpec spec,
            Path image,
            Path home,
            AppDirectory files,
            Map<String, String> environment,
            int attempt,
            @Nullable WaitingProcess waiting)
            throws IOException {
        files.create();
        String secret = secret();
        int port = ports.getAsInt();
        String basePath = basePath(spec);
        AppDirectory.writePrivate(
                files.config().resolve("jupyter_server_config.json"),
                json.writeValueAsString(config(spec.workload(), port, basePath, secret, home)));
        if (spec.workload() == Workload.LAB) {
            AppDirectory.writePrivate(files.config().resolve("jupyter_server_config.py"), confinedContents());
        }
        Path labconfig = files.config().resolve("labconfig");
        Files.createDirectories(labconfig);
        AppDirectory.writePrivate(
                labconfig.resolve("page_config.json"),
                json.writeValueAsString(
                        Map.of("disabledExtensions", Map.of("@jupyterlab/apputils-extension:announcements", true))));
        AppPython python = AppPython.create(files.python(), image, modules);
        Map<String, String> variables = environment(python, home, files, environment);
        ProcessIdentity process = waiting != null && goesOn(waiting, variables)
                ? waiting.identity()
                : processes.spawn(new Spawn(
                        List.of(python.program().toString(), "-m", module(spec.workload())),
                        variables,
                        files.runtime(),
                        files.log()));
        return new ServerRecord(process.pid(), process.startTime(), port, basePath, secret, attempt, false);
    }

    /**
     * The environment of a server, for what runs beside it.
     *
     * @param image the directory of the image's Python environment
     * @param environment marks and what is passed on
     */
    Map<String, String> environmentOf(Path image, Path home, AppDirectory files, Map<String, String> environment)
            throws IOException {
        files.create();
        return environment(AppPython.create(files.python(), image, modules), home, files, environment);
    }

    /** False when it has ended. */
    private boolean goesOn(WaitingProcess waiting, Map<String, String> environment) {
        try (OutputStream input = waiting.input()) {
            input.write((json.writeValueAsString(environment) + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
            return processes.find(waiting.identity()).isPresent();
        } catch (IOException _) {
            return false;
        }
    }

    /** What keeps the Lab's files inside the home directory. */
    private static String confinedContents() throws IOException {
        try (InputStream resource = JupyterServer.class.getResourceAsStream("/lab/confined_contents.py")) {
            if (resource == null) {
                throw new IOException("lab/confined_contents.py is missing in the service");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String basePath(AppSpec spec) {
        return switch (spec.workload()) {
            case LAB ->
                "/jupyter/" + spec.owner().domainId() + "/" + spec.owner().key() + "/";
            case KERNELS -> "/";
        };
    }

    private static String module(Workload workload) {
        return switch (workload) {
            case LAB -> "jupyterlab";
            case KERNELS -> "jupyter_server";
        };
    }

    /** What a server loads when it starts. */
    private static List<String> modules(Workload workload) {
        List<String> lab = List.of("jupyterlab.labapp", "jupyter_lsp", "notebook_shim");
        List<String> always = List.of(
                "jupyter_server.serverapp",
                "jupyter_server.services.api.handlers",
                "jupyter_server.services.config.handlers",
                "jupyter_server.services.contents.handlers",
                "jupyter_server.services.events.handlers",
                "jupyter_server.services.kernels.handlers",
                "jupyter_server.services.kernelspecs.handlers",
                "jupyter_server.services.sessions.handlers",
                "jupyter_server_terminals");
        return switch (workload) {
            case LAB -> Stream.concat(always.stream(), lab.stream()).toList();
            case KERNELS -> always;
        };
    }

    private static String waitingProgram() {
        try (InputStream program = JupyterServer.class.getResourceAsStream("/waiting-server.py")) {
            if (program == null) {
                throw new IllegalStateException("waiting-server.py is missing");
            }
            return new String(program.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> config(Workload workload, int port, String basePath, String secret, Path home) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("ip", "127.0.0.1");
        server.put("port", port);
        server.put("port_retries", 0);
        server.put("base_url", basePath);
        server.put("root_dir", home.toString());
        server.put("open_browser", false);
        server.put("allow_remote_access", true);
        server.put("allow_root", true);
        server.put("quit_button", false);
        server.put("shutdown_no_activity_timeout", 0);
        server.put("terminado_settings", Map.of("shell_command", List.of("/bin/sh", "-c", TERMINAL)));
        // the stock limit of 10 MiB would break the connection that all clients of a kernel share
        server.put("tornado_settings", Map.of("websocket_max_message_size", MAX_WEBSOCKET_MESSAGE));
        if (workload == Workload.KERNELS) {
            // kernels need none of the Lab's extensions, and start sooner without them
            server.put(
                    "jpserver_extensions",
                    Map.of("jupyterlab", false, "jupyter_lsp", false, "notebook", false, "notebook_shim", false));
        }
        Map<String, Object> lab = new LinkedHashMap<>();
        lab.put("news_url", null);
        lab.put("check_for_updates_class", "jupyterlab.NeverCheckForUpdate");
        lab.put("extension_manager", "readonly");
        if (labextensions != null) {
            lab.put("extra_labextensions_path", List.of(labextensions.toString()));
        }
        Map<String, Object> noCulling = Map.of("cull_idle_timeout", 0);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("ServerApp", server);
        config.put("IdentityProvider", Map.of("token", secret));
        config.put("FileContentsManager", Map.of("delete_to_trash", false));
        config.put("AsyncFileContentsManager", Map.of("delete_to_trash", false));
        config.put("MappingKernelManager", noCulling);
        config.put("AsyncMappingKernelManager", noCulling);
        config.put("TerminalManager", Map.of("cull_inactive_timeout", 0));
        config.put("ZMQChannelsWebsocketConnection", Map.of("limit_rate", false));
        if (workload == Workload.LAB) {
            config.put("LabApp", lab);
        }
        return config;
    }

    private static Map<String, String> environment(
            AppPython python, Path home, AppDirectory files, Map<String, String> given) {
        Map<String, String> environment = new LinkedHashMap<>(given);
        environment.put("HOME", home.toString());
        environment.putAll(python.environment());
        environment.put("SHELL", "/bin/bash");
        environment.putIfAbsent("LANG", "C.UTF-8");
        environment.put("PYTHONUNBUFFERED", "1");
        environment.put("PYTHONNOUSERSITE", "1");
        environment.put("JUPYTER_CONFIG_DIR", files.config().toString());
        environment.put("JUPYTER_DATA_DIR", files.data().toString());
        environment.put("JUPYTER_RUNTIME_DIR", files.runtime().toString());
        environment.put("JUPYTER_PREFER_ENV_PATH", "1");
        environment.put("ATELIER_TOKEN_FILE", files.token().toString());
        Path settings = home.resolve(".jupyter").resolve("lab");
        environment.put(
                "JUPYTERLAB_SETTINGS_DIR", settings.resolve("user-settings").toString());
        environment.put(
                "JUPYTERLAB_WORKSPACES_DIR", settings.resolve("workspaces").toString());
        return environment;
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A port that nobody has now; whoever takes it first has it, so the start may have to be repeated. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
