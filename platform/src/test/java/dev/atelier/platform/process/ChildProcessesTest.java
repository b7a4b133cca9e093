package dev.atelier.platform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ChildProcessesTest {
    private static final String MARK = "ATELIER_TEST_MARK";
    private static final Duration GRACE = Duration.ofMillis(500);

    @TempDir
    Path directory;

    private final ChildProcesses processes = new ChildProcesses();
    private final String mark = UUID.randomUUID().toString();

    @AfterEach
    void leaveNothing() {
        processes.sweep(MARK, mark);
    }

    private ProcessIdentity shell(String script) {
        return processes.spawn(new Spawn(
                List.of("sh", "-c", script),
                Map.of(MARK, mark, "OWN", "a value"),
                directory,
                directory.resolve("log")));
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long pid(String name) {
        Path file = directory.resolve(name);
        await().until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean runs(long pid) {
        return ProcessTable.entry(pid).isPresent();
    }

    @Test
    void aWaitingProcessGoesOnOnceItWasToldAndEndsWhenNobodyCanTellItAnyMore() throws Exception {
        Spawn spawn = new Spawn(
                List.of("sh", "-c", "read what || exit 0; echo \"did $what\"; exec sleep 60"),
                Map.of(MARK, mark),
                directory,
                directory.resolve("log"));
        WaitingProcess told = processes.spawnWaiting(spawn);
        WaitingProcess untold = processes.spawnWaiting(spawn);
        assertThat(processes.find(told.identity())).isPresent();

        told.input().write("it\n".getBytes(StandardCharsets.UTF_8));
        told.input().close();
        untold.input().close();

        await().until(() -> processes.find(untold.identity()).isEmpty());
        await().until(() -> log().equals("did it\n"));
        assertThat(processes.find(told.identity())).isPresent();
    }

    @Test
    void startsDetachedWithOutputInTheLog() {
        ProcessIdentity id = shell("echo out; echo err >&2; pwd; cat; exec sleep 60");
        await().until(() -> log().contains("err") && log().contains(directory.toString()));
        assertThat(log()).contains("out");
        assertThat(processes.find(id)).isPresent();
        assertThat(ProcessTable.entry(id.pid()).orElseThrow().session()).isEqualTo(id.pid());
        processes.kill(id, GRACE);
        assertThat(processes.find(id)).isEmpty();
        assertThat(runs(id.pid())).isFalse();
    }

    @Test
    void givesOnlyTheEnvironmentThatWasAskedFor() {
        shell("env; echo end; exec sleep 60");
        await().until(() -> log().contains("end"));
        assertThat(log().lines().filter(line -> line.contains("=")).map(line -> line.substring(0, line.indexOf('='))))
                .contains("PATH", "OWN", MARK)
                .allMatch(name -> List.of("PATH", "HOME", "LANG", "TZ", "OWN", MARK, "PWD", "OLDPWD", "SHLVL", "_")
                                .contains(name)
                        || name.startsWith("LC_"));
    }

    @Test
    void killsAGrandchildThatIgnoresTermAfterItsParentHasEnded() {
        ProcessIdentity id = shell("""
                sh -c 'trap "" TERM; echo $$ > stubborn; while :; do sleep 0.05; done' &
                wait
                """);
        long stubborn = pid("stubborn");
        processes.kill(id, GRACE);
        assertThat(runs(stubborn)).isFalse();
        assertThat(runs(id.pid())).isFalse();
    }

    @Test
    void killsAGrandchildInASessionOfItsOwn() {
        ProcessIdentity id = shell("setsid sh -c 'echo $$ > apart; exec sleep 60' & wait");
        long apart = pid("apart");
        assertThat(ProcessTable.entry(apart).orElseThrow().session()).isEqualTo(apart);
        processes.kill(id, GRACE);
        assertThat(runs(apart)).isFalse();
    }

    @Test
    void killsWhatALeaderThatEndedLeftBehind() {
        ProcessIdentity id = shell("sh -c 'echo $$ > orphan; exec sleep 60' & sleep 0.1");
        long orphan = pid("orphan");
        await().until(() -> !runs(id.pid()));
        assertThat(processes.find(id)).isEmpty();
        assertThat(runs(orphan)).isTrue();
        processes.kill(id, GRACE);
        assertThat(runs(orphan)).isFalse();
    }

    @Test
    void asksBeforeItKills() {
        ProcessIdentity id = shell("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done");
        await().until(() -> log().contains("up"));
        long begin = System.nanoTime();
        processes.kill(id, Duration.ofSeconds(20));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(log()).contains("bye");
    }

    @Test
    void sparesAnotherProcessWithTheSamePid() {
        ProcessIdentity id = shell("exec sleep 60");
        ProcessIdentity earlier = new ProcessIdentity(id.pid(), id.startTime().minusSeconds(60));
        assertThat(processes.find(earlier)).isEmpty();
        processes.kill(earlier, GRACE);
        assertThat(processes.find(id)).isPresent();
    }

    @Test
    void sweepsByMarkAlsoWhatHasLostItsParent() {
        ProcessIdentity id =
                shell("setsid sh -c 'trap \"\" TERM; echo $$ > lost; while :; do sleep 0.05; done' & exit 0");
        long lost = pid("lost");
        await().until(() -> !runs(id.pid()));
        assertThat(processes.marks(MARK)).contains(mark);
        processes.sweep(MARK, "another");
        assertThat(runs(lost)).isTrue();
        processes.sweep(MARK, mark);
        assertThat(runs(lost)).isFalse();
        assertThat(processes.marks(MARK)).doesNotContain(mark);
    }

    @Test
    void saysWhatCannotBeStarted() {
        assertThatThrownBy(() -> processes.spawn(new Spawn(
                        List.of("sh"),
                        Map.of("TOKEN", "hunter2"),
                        directory.resolve("missing"),
                        directory.resolve("log"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing")
                .hasMessageNotContaining("hunter2");
    }
}
