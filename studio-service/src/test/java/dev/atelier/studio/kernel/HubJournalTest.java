package dev.atelier.studio.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.kernel.hub.Recorded;
import dev.atelier.studio.kernel.wire.Channel;
import dev.atelier.studio.kernel.wire.KernelMessage;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubJournalTest {
    private static final long ROOMY = 1 << 20;

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();

    @Test
    void whatWasWrittenDownComesBackInOrderAlsoFromSeveralLives() {
        KernelMessage request = message("m1", "execute_request", new JsonObject().put("code", "secret = 1"));
        HubJournal first = open(ROOMY);
        first.requested(request, "ann");
        first.said(1, output("m1", "one"));
        first.acknowledged("ann", 1);
        first.close();
        HubJournal second = open(ROOMY);
        second.said(2, output("m1", "two"));
        second.close();

        List<Recorded> records = read(ROOMY);

        assertThat(texts(records)).containsExactly("1 one", "2 two");
        assertThat(records.getFirst()).isInstanceOfSatisfying(Recorded.Requested.class, requested -> {
            assertThat(requested.session()).isEqualTo("ann");
            assertThat(requested.request().header().id()).isEqualTo("m1");
            assertThat(requested.request().content().isEmpty()).isTrue();
        });
        assertThat(records).contains(new Recorded.Acknowledged("ann", 1));
    }

    @Test
    void aRecordThatAKillCutShortEndsWhatIsRead() throws IOException {
        HubJournal journal = open(ROOMY);
        journal.said(1, output("m1", "whole"));
        journal.said(2, output("m1", "cut"));
        journal.close();
        Path last = segments().getLast();
        try (FileChannel file = FileChannel.open(last, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 3);
        }

        assertThat(texts(read(ROOMY))).containsExactly("1 whole");
        // the next life goes on in a file of its own
        HubJournal next = open(ROOMY);
        next.said(2, output("m1", "again"));
        next.close();
        assertThat(texts(read(ROOMY))).containsExactly("1 whole", "2 again");
    }

    @Test
    void aRecordThatWasDamagedIsNotBelieved() throws IOException {
        HubJournal journal = open(ROOMY);
        journal.said(1, output("m1", "whole"));
        journal.said(2, output("m1", "damaged"));
        journal.close();
        Path last = segments().getLast();
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length - 5] ^= 1;
        Files.write(last, bytes);

        assertThat(texts(read(ROOMY))).containsExactly("1 whole");
    }

    @Test
    void theDiskItTakesIsBoundedAndWhatIsUnderWayStays() throws IOException {
        long limit = 64 * 1024;
        HubJournal journal = open(limit);
        journal.requested(message("m1", "execute_request", new JsonObject()), "ann");
        journal.acknowledged("ann", 0);
        for (int i = 1; i <= 500; i++) {
            journal.said(i, output("m1", "x".repeat(1000) + i));
        }
        journal.close();

        long size = 0;
        for (Path segment : segments()) {
            size += Files.size(segment);
        }
        assertThat(size).isLessThanOrEqualTo(limit);
        List<Recorded> records = read(limit);
        assertThat(texts(records).getLast()).endsWith("x500");
        assertThat(texts(records)).hasSizeBetween(20, 100);
        assertThat(records).contains(new Recorded.Acknowledged("ann", 0));
        assertThat(records)
                .anyMatch(record -> record instanceof Recorded.Requested asked
                        && asked.request().header().id().equals("m1"));
    }

    @Test
    void aRequestThatIsDoneIsNotCarriedOn() {
        long limit = 64 * 1024;
        HubJournal journal = open(limit);
        journal.requested(message("m1", "execute_request", new JsonObject()), "ann");
        journal.said(1, status("m1", "idle"));
        for (int i = 2; i <= 500; i++) {
            journal.said(i, output("m2", "x".repeat(1000)));
        }
        journal.close();

        assertThat(read(limit)).noneMatch(Recorded.Requested.class::isInstance);
    }

    @Test
    void whenItCannotBeWrittenItIsGivenUpAndBegunAnewLater() throws IOException {
        Path blocked = directory.resolve("blocked");
        Files.createFile(blocked);
        HubJournal journal = new HubJournal(blocked.resolve("hub"), ROOMY, clock);
        journal.open(_ -> {});
        journal.said(1, output("m1", "lost"));
        Files.delete(blocked);
        journal.said(2, output("m1", "too soon"));
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        journal.said(3, output("m1", "kept"));
        journal.close();

        List<Recorded> records = new ArrayList<>();
        HubJournal next = new HubJournal(blocked.resolve("hub"), ROOMY, clock);
        next.open(records::add);
        next.close();
        assertThat(texts(records)).containsExactly("3 kept");
    }

    @Test
    void nothingIsLeftOfWhatIsDiscardedAndNobodyElseCanReadTheRest() throws IOException {
        HubJournal journal = open(ROOMY);
        journal.said(1, output("m1", "one"));
        assertThat(Files.getPosixFilePermissions(segments().getLast())).hasSize(2);
        journal.discard();
        journal.said(2, output("m1", "two"));

        assertThat(directory.resolve("hub")).doesNotExist();
    }

    private HubJournal open(long limit) {
        HubJournal journal = new HubJournal(directory.resolve("hub"), limit, clock);
        journal.open(_ -> {});
        return journal;
    }

    private List<Recorded> read(long limit) {
        List<Recorded> records = new ArrayList<>();
        HubJournal journal = new HubJournal(directory.resolve("hub"), limit, clock);
        journal.open(records::add);
        journal.close();
        return records;
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("hub"))) {
            return files.filter(file -> file.toFile().length() > 0)
                    .sorted(Comparator.comparingLong(
                            file -> Long.parseLong(file.getFileName().toString().replace(".log", ""))))
                    .toList();
        }
    }

    private static List<String> texts(List<Recorded> records) {
        List<String> texts = new ArrayList<>();
        for (Recorded record : records) {
            if (record instanceof Recorded.Said said) {
                texts.add(said.position() + " " + said.message().content().getString("text"));
            }
        }
        return texts;
    }

    private static KernelMessage output(String parent, String text) {
        return iopub(parent, "stream", new JsonObject().put("name", "stdout").put("text", text));
    }

    private static KernelMessage status(String parent, String state) {
        return iopub(parent, "status", new JsonObject().put("execution_state", state));
    }

    private static KernelMessage iopub(String parent, String type, JsonObject content) {
        KernelMessage request = message(parent, "execute_request", new JsonObject());
        return KernelMessage.of(Channel.IOPUB, header("k-" + parent, type), request, content);
    }

    private static KernelMessage message(String id, String type, JsonObject content) {
        return KernelMessage.of(Channel.SHELL, header(id, type), null, content);
    }

    private static JsonObject header(String id, String type) {
        return new JsonObject().put("msg_id", id).put("msg_type", type).put("session", "s");
    }

    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
