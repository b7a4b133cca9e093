package dev.atelier.bench.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EndpointBenchmarkTest {
    @Test
    void percentilesAreNearestRanks() {
        Load.Measured measured = Load.Measured.of(
                LongStream.rangeClosed(1, 200).map(i -> i * 1_000_000).toArray(), 4);

        assertThat(measured).isEqualTo(new Load.Measured(50, 100, 198));
    }

    @Test
    void bodiesLeaveTheTargetOut() {
        List<String> lines = List.of("a,y,b", "1,yes,2", "3,no,", "5,no,6");

        assertThat(EndpointBenchmark.body(lines, "y", 2)).isEqualTo("a,b\n1,2\n3,\n");
        assertThatThrownBy(() -> EndpointBenchmark.body(lines, "z", 2)).isInstanceOf(BenchException.class);
    }

    @Test
    void everyCallerSendsAndAFailureEndsTheMeasurement() throws IOException, InterruptedException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/bad") ? 500 : 200, -1);
            exchange.close();
        });
        server.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI root = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");

            Load good = new Load(client, root, Map.of());
            List<Load.Measured> measured =
                    Load.sideBySide(List.of(good, good), new byte[] {1}, 3, Duration.ofMillis(10));

            assertThat(requests.get()).isGreaterThanOrEqualTo(2 * 3 * 6);
            assertThat(measured).hasSize(2).allSatisfy(one -> {
                assertThat(one.requestsPerSecond()).isPositive();
                assertThat(one.p99Millis()).isGreaterThanOrEqualTo(one.medianMillis());
            });
            Load bad = new Load(client, root.resolve("bad"), Map.of());
            assertThatThrownBy(() -> Load.sideBySide(List.of(bad), new byte[] {1}, 2, Duration.ofMillis(10)))
                    .isInstanceOf(BenchException.class)
                    .hasMessageContaining("500");
        } finally {
            server.stop(0);
        }
    }
}
