package dev.atelier.studio.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The line between a service and its database, which can be cut: open connections break, and new ones are refused. */
final class DatabaseLine implements AutoCloseable {
    private final URI database;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket door;

    /** @param jdbcUrl of the database at its other end */
    DatabaseLine(String jdbcUrl) {
        this.database = URI.create(jdbcUrl.substring("jdbc:".length()));
        this.door = open(0);
        this.port = door.getLocalPort();
        serve(door);
    }

    /** The database as seen through the line. */
    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + database.getPath();
    }

    void cut() {
        closeQuietly(door);
        sockets.forEach(DatabaseLine::closeQuietly);
    }

    void mend() {
        door = open(port);
        serve(door);
    }

    @Override
    public void close() {
        cut();
    }

    private static ServerSocket open(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket from) {
        Thread.ofVirtual().name("database-line").start(() -> {
            while (!from.isClosed()) {
                try {
                    Socket near = from.accept();
                    sockets.add(near);
                    Socket far = new Socket(database.getHost(), database.getPort());
                    sockets.add(far);
                    near.setTcpNoDelay(true);
                    far.setTcpNoDelay(true);
                    pump(near, far);
                    pump(far, near);
                    if (from.isClosed()) {
                        sockets.forEach(DatabaseLine::closeQuietly);
                    }
                } catch (IOException _) {
                    // cut
                }
            }
        });
    }

    private void pump(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException _) {
                // cut, or one end has closed it
            } finally {
                sockets.remove(from);
            }
        });
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception _) {
            // it is closed all the same
        }
    }
}
