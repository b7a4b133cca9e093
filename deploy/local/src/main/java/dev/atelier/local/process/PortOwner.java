package dev.atelier.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a TCP port of the loopback interface is free, and who has it if not. */
public final class PortOwner {
    private static final String LISTEN = "0A";

    private PortOwner() {}

    public static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** The process that listens on a port; empty when the system does not tell (other user, not Linux). */
    public static Optional<ProcessHandle> of(int port) {
        Set<String> sockets = listening(port);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), sockets))
                .findFirst();
    }

    /** "pid 4711 (python3 -m http.server)", or how to find out. */
    public static String describe(int port) {
        return of(port).map(process -> "pid " + process.pid() + " (" + command(process) + ")")
                .orElse("a process that this user cannot see (ask `lsof -i :" + port + "` as root)");
    }

    private static String command(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ')
                    .strip();
            return line.length() > 80 ? line.substring(0, 80) + "…" : line;
        } catch (IOException _) {
            return process.info().command().orElse("?");
        }
    }

    private static Set<String> listening(int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTEN)) {
                        sockets.add("socket:[" + fields[9] + "]");
                    }
                }
            } catch (IOException _) {
                // No such table here: nothing to add.
            }
        }
        return sockets;
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException _) {
            return false;
        }
        return false;
    }
}
