package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.job.JobDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The {@code trials} step: reads lines {@code TRIAL [SECONDS]} from standard input, runs each trial on one thread and answers {@code TRIAL CODE} on standard
 * output. It is halted when its input ends, whatever it is doing: nobody waits for it any more.
 */
final class TrialsStep {

    private final JobDirectory job;
    private final Clock clock;
    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

    TrialsStep(JobDirectory job, Clock clock) {
        this.job = job;
        this.clock = clock;
    }

    ExitCode run() throws IOException {
        Thread.ofPlatform().daemon().name("orders").start(this::read);
        PrintStream answers = System.out;
        try {
            while (true) {
                String[] words = orders.take().split(" ", -1);
                int trial = Integer.parseInt(words[0]);
                Double limit = words.length > 1 ? Double.valueOf(words[1]) : null;
                ExitCode code = new TrialStep(job, clock, 1).runNow(trial, limit);
                if (code == ExitCode.OUT_OF_MEMORY) {
                    return code;
                }
                answers.println(trial + " " + code.code());
                answers.flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.DONE;
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                orders.add(line.strip());
            }
        } catch (IOException e) {
            System.err.println("The input cannot be read: " + e.getMessage());
        }
        Runtime.getRuntime().halt(ExitCode.DONE.code());
    }
}
