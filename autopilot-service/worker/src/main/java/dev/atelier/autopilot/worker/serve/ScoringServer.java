package dev.atelier.autopilot.worker.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.job.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Serves a model on the loopback address; every request needs the secret. Bodies, all together too, and the number of requests at work are bounded. */
public final class ScoringServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ScoringServer.class.getName());
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final String BEARER = "Bearer ";
    private static final int AT_WORK = 64;

    /** Threads more than may be at work, so that a ping and a refusal never wait for rows. */
    private static final int SPARE = 16;

    /** Rows take so many times the bytes of their body, as JSON more than as CSV, until they are answered. */
    private static final int MEMORY_PER_BYTE = 20;

    private static final int DRAIN_SECONDS = 5;
    private static final int BACKLOG = 256;

    private final Model model;
    private final byte[] secret;
    private final int maxBodyBytes;
    private final HttpServer server;
    private final ExecutorService executor;
    private final Semaphore permits = new Semaphore(AT_WORK);
    private final Semaphore bytes;

    private ScoringServer(Model model, String secret, int maxBodyBytes, long memory, HttpServer server) {
        this.model = model;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.maxBodyBytes = maxBodyBytes;
        this.server = server;
        this.bytes = new Semaphore(Math.clamp(memory / MEMORY_PER_BYTE, maxBodyBytes, Integer.MAX_VALUE));
        // Not virtual threads: scoring never waits, so that as many large bodies as there are cores would keep
        // everything else waiting.
        this.executor = Executors.newFixedThreadPool(
                AT_WORK + SPARE,
                Thread.ofPlatform().name("scoring-", 0).daemon().factory());
    }

    /** Starts a server; port 0 takes a free one. */
    public static ScoringServer start(Model model, String secret, int port, int maxBodyBytes) throws IOException {
        return start(model, secret, port, maxBodyBytes, Runtime.getRuntime().maxMemory());
    }

    /**
     * Starts a server.
     *
     * @param memory that the process may use
     */
    static ScoringServer start(Model model, String secret, int port, int maxBodyBytes, long memory) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        System.setProperty("sun.net.httpserver.maxRspTime", "60");
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        ScoringServer server = new ScoringServer(model, secret, maxBodyBytes, memory, http);
        http.setExecutor(server.executor);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    /**
     * Makes the first requests as fast as later ones, by requests to itself; takes a second or two. What reading the model has left behind is collected at the
     * end: the first collection is the longest, and would come in the middle of a request.
     */
    public void warmUp() throws IOException {
        new WarmUp(model.manifest()).run(this::ask);
        System.gc();
    }

    private void ask(byte[] body) throws IOException {
        var url = URI.create("http://127.0.0.1:" + port() + "/invocations").toURL();
        var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Authorization", BEARER + new String(secret, StandardCharsets.UTF_8));
        connection.setRequestProperty("Content-Type", CSV);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        try (InputStream in = connection.getInputStream()) {
            in.readAllBytes();
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                route(exchange);
            } catch (InputException e) {
                fail(exchange, HttpError.validation(String.valueOf(e.getMessage())));
            } catch (HttpError e) {
                fail(exchange, e);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "request failed", e);
                fail(exchange, HttpError.model());
            } catch (OutOfMemoryError e) {
                LOG.log(System.Logger.Level.ERROR, "request failed", e);
                fail(exchange, HttpError.outOfMemory());
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        authenticate(exchange.getRequestHeaders().getFirst("Authorization"));
        String method = exchange.getRequestMethod();
        switch (exchange.getRequestURI().getPath()) {
            case "/ping" -> {
                if (!method.equals("GET")) {
                    throw HttpError.methodNotAllowed("GET");
                }
                send(
                        exchange,
                        200,
                        JSON,
                        Json.compact(Map.of(
                                "status", "InService", "model", model.manifest().name())));
            }
            case "/invocations" -> {
                if (!method.equals("POST")) {
                    throw HttpError.methodNotAllowed("POST");
                }
                if (!permits.tryAcquire()) {
                    throw HttpError.unavailable();
                }
                try {
                    invoke(exchange);
                } finally {
                    permits.release();
                }
            }
            default -> throw HttpError.notFound();
        }
    }

    private void authenticate(@Nullable String header) {
        byte[] given = header != null && header.startsWith(BEARER)
                ? header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        if (!MessageDigest.isEqual(given, secret)) {
            throw HttpError.unauthenticated();
        }
    }

    private void invoke(HttpExchange exchange) throws IOException {
        String type = mediaType(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.equals(CSV) && !type.equals(JSON)) {
            throw HttpError.mediaType(type);
        }
        String accept = accepted(exchange.getRequestHeaders().getFirst("Accept"), type);
        int most = most(exchange.getRequestHeaders().getFirst("Content-Length"));
        if (!bytes.tryAcquire(most)) {
            throw HttpError.unavailable();
        }
        try {
            send(exchange, 200, accept, answer(type, accept, body(exchange)));
        } finally {
            bytes.release(most);
        }
    }

    /** How many bytes of a body are read: as many as the caller says, but for what is too large. */
    private int most(@Nullable String length) {
        return length == null ? maxBodyBytes : (int) Math.min(Long.parseLong(length), maxBodyBytes);
    }

    private byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(maxBodyBytes + 1);
        if (body.length > maxBodyBytes) {
            throw HttpError.tooLarge(maxBodyBytes);
        }
        return body;
    }

    private byte[] answer(String type, String accept, byte[] body) throws IOException {
        Batch batch = type.equals(JSON) ? new JsonRows(model.manifest()).read(body) : csv(body);
        double[] predictions = model.predict(batch.table());
        PredictionWriter writer = new PredictionWriter(model.manifest());
        return accept.equals(JSON)
                ? writer.json(predictions)
                : writer.csv(predictions, batch.header()).getBytes(StandardCharsets.UTF_8);
    }

    private Batch csv(byte[] body) throws IOException {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (CsvReader reader =
                new CsvReader(new InputStreamReader(new ByteArrayInputStream(body), decoder), body.length)) {
            return new CsvRows(model.manifest()).read(reader);
        }
    }

    private static String mediaType(@Nullable String header) {
        String type = header == null ? "" : header.split(";", 2)[0];
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /** The first type of the list that can be given; as the request's if anything is accepted. */
    private static String accepted(@Nullable String header, String otherwise) {
        if (header == null || header.isBlank()) {
            return otherwise;
        }
        for (String range : header.split(",", -1)) {
            switch (mediaType(range)) {
                case JSON -> {
                    return JSON;
                }
                case CSV -> {
                    return CSV;
                }
                case "*/*" -> {
                    return otherwise;
                }
                default -> {
                    // Another type of the list may do.
                }
            }
        }
        throw HttpError.mediaType(header);
    }

    private static void fail(HttpExchange exchange, HttpError error) throws IOException {
        if (exchange.getResponseCode() == -1) {
            send(exchange, error.status(), "application/problem+json", Json.compact(error.body()));
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Lets requests at work finish, for a few seconds. */
    @Override
    public void close() {
        server.stop(permits.availablePermits() == AT_WORK ? 0 : DRAIN_SECONDS);
        executor.shutdown();
        model.close();
    }
}
