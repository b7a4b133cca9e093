package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.serve.ScoringServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The {@code serve} step: runs until it is told to end. */
final class ServeStep {

    private static final int DEFAULT_MAX_BODY_BYTES = 6 << 20;

    private final Arguments arguments;

    ServeStep(Arguments arguments) {
        this.arguments = arguments;
    }

    ExitCode run() throws IOException {
        String secret = Files.readString(arguments.path("secret-file")).strip();
        if (secret.isEmpty()) {
            throw new Arguments.UsageException("The secret file is empty.");
        }
        Path ready = arguments.path("ready-file");
        Files.deleteIfExists(ready);
        Model model = ModelFile.read(arguments.path("model"));
        ScoringServer server = ScoringServer.start(
                model,
                secret,
                arguments.integer("port", 0),
                arguments.integer("max-body-bytes", DEFAULT_MAX_BODY_BYTES));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        server.warmUp();
        Json.write(
                ready,
                Map.of(
                        "port", server.port(),
                        "pid", ProcessHandle.current().pid(),
                        "model", model.manifest().name()));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }
}
