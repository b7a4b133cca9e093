package dev.atelier.bench.autopilot;

import dev.atelier.bench.BenchException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection to a worker, used by one thread: a request is one write, its answer is read where it arrives. What is timed is the server; a
 * client with threads of its own, not yet compiled, took longer than it did.
 */
final class RowConnection implements AutoCloseable {

    private static final String LENGTH = "content-length:";
    private static final String OK = "HTTP/1.1 200";

    private final Socket socket;
    private final InputStream in;
    private final String head;

    RowConnection(int port, String secret) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.head = "POST /invocations HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + secret
                + "\r\nContent-Type: text/csv\r\nContent-Length: ";
    }

    /**
     * Sends a body of CSV and reads the answer.
     *
     * @return how many nanoseconds it took
     * @throws BenchException when the answer is no success
     */
    long post(String csv) throws IOException {
        byte[] body = csv.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes((head + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        byte[] bytes = request.toByteArray();
        long start = System.nanoTime();
        socket.getOutputStream().write(bytes);
        String status = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        byte[] answer = in.readNBytes(length);
        long nanos = System.nanoTime() - start;
        if (!status.startsWith(OK) || answer.length != length) {
            throw new BenchException(
                    "The worker answers " + status + ": " + new String(answer, StandardCharsets.UTF_8));
        }
        return nanos;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new BenchException("The worker ends the connection");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
