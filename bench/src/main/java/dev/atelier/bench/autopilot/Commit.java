package dev.atelier.bench.autopilot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Names what a working copy holds. */
final class Commit {

    private static final String UNKNOWN = "unknown";
    private static final long SECONDS = 20;

    private Commit() {}

    /** The short hash, with {@code +changes} when files differ from it; {@code unknown} outside of a repository. */
    static String of(Path repository) throws InterruptedException {
        String hash = git(repository, "rev-parse", "--short=10", "HEAD");
        if (hash.isEmpty()) {
            return UNKNOWN;
        }
        return git(repository, "status", "--porcelain", "--untracked-files=no").isEmpty() ? hash : hash + "+changes";
    }

    private static String git(Path repository, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? out : "";
        } catch (IOException _) {
            return "";
        }
    }
}
