package dev.atelier.autopilot.worker.run;

import dev.atelier.autopilot.worker.job.JobDirectory;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs one trial after another on one thread ({@code worker trials}), and is started again after it died. Whatever native code does in it, it can
 * be ended from here, and it ends by itself when this process is gone.
 */
final class Lane implements AutoCloseable {

    /** How a trial ended in the lane's process: its exit code, or why there was no answer. */
    record Answer(boolean done, String reason) {}

    private static final double KILL_AFTER_SECONDS = 0.5;
    private static final double MILLIS = 1e3;
    private static final int SIGNAL_OFFSET = 128;

    private final JobDirectory job;
    private final Path log;
    private final int heapMegabytes;
    private final ScheduledExecutorService killer;
    private final AtomicReference<@Nullable String> killed = new AtomicReference<>();
    private @Nullable Process process;
    private @Nullable BufferedReader answers;
    private @Nullable BufferedWriter orders;

    Lane(JobDirectory job, Path log, int heapMegabytes, ScheduledExecutorService killer) {
        this.job = job;
        this.log = log;
        this.heapMegabytes = heapMegabytes;
        this.killer = killer;
    }

    /** Starts the process if there is none. */
    synchronized void start() throws IOException {
        if (process != null && process.isAlive()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heapMegabytes + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.atelier.autopilot.worker.Worker",
                "trials",
                "--job",
                job.root().toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(Redirect.appendTo(log.toFile())).directory(new File("."));
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process begun = builder.start();
        process = begun;
        answers = begun.inputReader(StandardCharsets.UTF_8);
        orders = begun.outputWriter(StandardCharsets.UTF_8);
        killed.set(null);
    }

    /**
     * Runs a trial and waits for its end.
     *
     * @param limitSeconds after which the trial ends by itself and, a little later, by force; null for none
     */
    Answer run(int trial, @Nullable Double limitSeconds) throws IOException {
        start();
        BufferedWriter to;
        BufferedReader from;
        synchronized (this) {
            to = orders;
            from = answers;
        }
        if (to == null || from == null) {
            throw new IOException("The lane has no process");
        }
        @Nullable
        ScheduledFuture<?> end = limitSeconds == null
                ? null
                : killer.schedule(
                        () -> kill("It did not end within its time."),
                        (long) (MILLIS * (limitSeconds + KILL_AFTER_SECONDS)),
                        TimeUnit.MILLISECONDS);
        try {
            to.write(
                    limitSeconds == null ? trial + "\n" : String.format(Locale.ROOT, "%d %.3f%n", trial, limitSeconds));
            to.flush();
            String answer = from.readLine();
            if (answer != null) {
                boolean done = answer.equals(trial + " 0");
                return new Answer(
                        done, done ? "" : "The trial ended with code " + answer.substring(answer.indexOf(' ') + 1));
            }
        } catch (IOException _) {
            // The process is gone; the reason is said below.
        } finally {
            if (end != null) {
                end.cancel(false);
            }
        }
        return new Answer(false, died());
    }

    private String died() {
        Process gone;
        synchronized (this) {
            gone = process;
        }
        int code = -1;
        try {
            if (gone != null) {
                gone.destroyForcibly();
                code = gone.waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        String reason = killed.get();
        return reason != null ? reason : "Its process " + ended(code) + ".";
    }

    private static String ended(int code) {
        if (code <= SIGNAL_OFFSET) {
            return "ended with code " + code;
        }
        int signal = code - SIGNAL_OFFSET;
        String name = switch (signal) {
            case 6 -> " (SIGABRT)";
            case 9 -> " (SIGKILL)";
            case 11 -> " (SIGSEGV)";
            case 15 -> " (SIGTERM)";
            default -> "";
        };
        return "was killed by signal " + signal + name + ", exit code " + code;
    }

    /** Ends the process by force. */
    synchronized void kill(String reason) {
        if (process != null) {
            killed.set(reason);
            process.destroyForcibly();
        }
    }

    /** The process's number, or nothing when none runs. */
    synchronized @Nullable Long pid() {
        return process != null && process.isAlive() ? process.pid() : null;
    }

    @Override
    public void close() {
        kill("The run is over.");
    }
}
