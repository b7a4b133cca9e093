package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.kernel.wire.Frame;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.WireForm;
import dev.atelier.testing.ServiceProcess;
import io.restassured.RestAssured;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Much output, clients that do not read, and the end of the service: in a process of its own, with half a gigabyte of heap. */
class SlowReaderIT {
    private static final int MEGABYTES = 200;
    private static final int STALLED = 4;
    /** The kernel goes on when the client that reads has had so much: how fast that one is does not matter. */
    private static final long PACE = 10_000_000;

    private static final long MIB = 1024L * 1024;

    private final StudioResource resource = new StudioResource();
    private ServiceProcess service;

    @BeforeEach
    void start() {
        resource.init(Map.of("python", "true"));
        service = ServiceProcess.start("studio-service", new HashMap<>(resource.start()));
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = service.port();
    }

    @AfterEach
    void stop() {
        service.close();
        resource.stop();
        RestAssured.reset();
    }

    @Test
    void whoDoesNotReadLosesOldOutputAndHurtsNobody(@TempDir Path paces) throws Exception {
        Jupyter ann = Jupyter.of(service.uri(), StudioApi.domain(), "ann");
        String kernel = ann.kernel("a.ipynb");
        String other = ann.kernel("b.ipynb");
        List<KernelClient> stalled = new ArrayList<>();
        try (KernelClient fast = ann.client(kernel, "fast", WireForm.V1);
                KernelClient neighbour = ann.client(other, "neighbour", WireForm.V1)) {
            for (int i = 0; i < STALLED; i++) {
                KernelClient client = ann.client(kernel, "slow-" + i, WireForm.V1);
                client.stall();
                stalled.add(client);
            }

            KernelMessage flood = fast.execute("""
                    import os, sys, time
                    for i in range(%d):
                        sys.stdout.write('%%06d' %% i + 'x' * 999_993 + '\\n')
                        sys.stdout.flush()
                        while i %% 10 == 9 and not os.path.exists(os.path.join('%s', str(i // 10))):
                            time.sleep(0.01)
                    """.formatted(MEGABYTES, paces));
            AtomicLong bytes = new AtomicLong();
            fast.await(message -> {
                fast.received.clear();
                if (message.isIopub("stream")) {
                    long before = bytes.get() / PACE;
                    long after =
                            bytes.addAndGet(message.content().getString("text").length()) / PACE;
                    for (long pace = before; pace < after; pace++) {
                        touch(paces.resolve(Long.toString(pace)));
                    }
                }
                return isIdleOf(message, flood);
            });
            assertThat(bytes.get()).isEqualTo(MEGABYTES * 1_000_000L);
            assertThat(neighbour.result(neighbour.execute("6 * 7"))).isEqualTo("42");

            KernelClient slow = stalled.getFirst();
            slow.resume();
            slow.await(message -> isIdleOf(message, flood));
            List<String> shown = slow.received.stream().map(KernelClient::shown).toList();
            assertThat(shown).anyMatch(text -> text.contains("this client reads too slowly"));
            assertThat(shown.stream().filter(text -> !text.isEmpty()).toList().getLast())
                    .startsWith("%06d".formatted(MEGABYTES - 1));
            assertThat(slow.received.stream().mapToLong(KernelMessage::size).sum())
                    .isLessThan(MEGABYTES * 1_000_000L / 2);
            assertThat(slow.result(slow.execute("'here again'"))).isEqualTo("'here again'");

            // what all of them together missed would not fit; heap and buffers beside it are what the process may take
            assertThat(peakResidentBytes()).isLessThan(1100 * MIB);
        } finally {
            stalled.forEach(KernelClient::close);
        }
    }

    @Test
    void aShutdownSendsClientsAwayToComeAgainAndAMessageThatIsTooBigIsRefusedByName() throws Exception {
        Jupyter ann = Jupyter.of(service.uri(), StudioApi.domain(), "ann");
        String kernel = ann.kernel("a.ipynb");
        try (KernelClient page = ann.client(kernel, "page-1", WireForm.V1);
                KernelClient legacy = ann.client(kernel, "page-2", WireForm.LEGACY);
                KernelClient big = ann.client(kernel, "big", WireForm.V1)) {
            assertThat(page.result(page.execute("x = 41; x"))).isEqualTo("41");
            big.send(Frame.binary(Buffer.buffer(new byte[25 * 1024 * 1024])));
            assertThat(big.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1009);
            assertThat(big.closeReason).isEqualTo("a message may have at most 25165824 bytes");

            service.stop();

            assertThat(page.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1012);
            assertThat(legacy.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1012);
            assertThat(page.closeReason).isEqualTo("the service restarts");
        }
        service.start();
        try (KernelClient back = ann.client(kernel, "page-1", WireForm.V1)) {
            assertThat(back.result(back.execute("x + 1"))).isEqualTo("42");
        }
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isIdleOf(KernelMessage message, KernelMessage request) {
        return message.isIopub("status")
                && "idle".equals(message.content().getString("execution_state"))
                && message.parent().id().equals(request.header().id());
    }

    private long peakResidentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + service.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
