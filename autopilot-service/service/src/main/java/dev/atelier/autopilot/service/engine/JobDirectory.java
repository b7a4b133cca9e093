package dev.atelier.autopilot.service.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory through which a job's worker processes and this service exchange files. */
public final class JobDirectory {
    /** The number of the ensemble where trials are counted. */
    public static final int ENSEMBLE = -1;

    /** What the ensemble is called; no trial may be called so. */
    public static final String ENSEMBLE_NAME = "weighted-ensemble";

    private final Path directory;
    private final ObjectMapper json;

    /** The directory of one job; it need not exist. */
    public JobDirectory(Path directory, ObjectMapper json) {
        this.directory = directory;
        this.json = json;
    }

    /** Its path. */
    public Path path() {
        return directory;
    }

    /** Makes the directory with a table of its own in it, so that the data set can be deleted while the job runs. */
    public void prepare(Path dataset) {
        Trees.link(dataset, dataset());
    }

    /** The same with the table that validates. */
    public void prepareValidation(Path dataset) {
        Trees.link(dataset, validation());
    }

    /** The job's own table. */
    public Path dataset() {
        return directory.resolve("dataset.csv");
    }

    /** The job's own table that validates; not there unless there is one. */
    public Path validation() {
        return directory.resolve("validation.csv");
    }

    /** Both tables as one, which the worker reads; not there unless a table of its own validates. */
    public Path joined() {
        return directory.resolve("joined.csv");
    }

    /** Writes request.json. */
    public void write(WorkerFiles.Request request) {
        write("request.json", request);
    }

    /** Replaces plan.json. */
    public void write(WorkerFiles.Plan plan) {
        write("plan.json", plan);
    }

    private void write(String name, Object content) {
        try {
            Path temporary = directory.resolve(name + ".tmp");
            Files.write(temporary, json.writeValueAsBytes(content));
            Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why the worker refused the data set or the request. */
    public Optional<WorkerFiles.Failure> refusal() {
        return read(directory.resolve("refusal.json"), WorkerFiles.Failure.class);
    }

    /** What the worker found in the data. */
    public Optional<WorkerFiles.Profile> profile() {
        return read(directory.resolve("profile.json"), WorkerFiles.Profile.class);
    }

    /** The trials in the order in which they should run. */
    public Optional<WorkerFiles.Plan> plan() {
        return read(directory.resolve("plan.json"), WorkerFiles.Plan.class);
    }

    /** The result of a trial or of the ensemble, once it is complete. */
    public Optional<WorkerFiles.Result> result(int trial) {
        return read(step(trial).resolve("result.json"), WorkerFiles.Result.class);
    }

    /** Why a trial or the ensemble failed, when the worker could say so. */
    public Optional<WorkerFiles.Failure> failure(int trial) {
        return read(step(trial).resolve("failure.json"), WorkerFiles.Failure.class);
    }

    /** A file that is about the whole job, for example "profile.json". */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** A file of a trial or of the ensemble, for example "insights.json". */
    public Path file(int trial, String name) {
        return step(trial).resolve(name);
    }

    /** The model of a trial or of the ensemble. */
    public Path model(int trial) {
        return step(trial).resolve("model.zip");
    }

    /** The complete lines of a trial's events after the first ones; unreadable lines are empty. */
    public List<Optional<WorkerFiles.Event>> events(int trial, int skip) {
        String text;
        try {
            text = Files.readString(step(trial).resolve("events.jsonl"), StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int end = text.lastIndexOf('\n');
        if (end < 0) {
            return List.of();
        }
        List<Optional<WorkerFiles.Event>> events = new ArrayList<>();
        try (Stream<String> lines = text.substring(0, end).lines().skip(skip)) {
            lines.forEach(line -> events.add(event(line)));
        }
        return events;
    }

    /** Removes the directory with everything in it. */
    public void delete() {
        Trees.delete(directory);
    }

    private Path step(int trial) {
        return trial == ENSEMBLE
                ? directory.resolve("ensemble")
                : directory.resolve("trials").resolve(Integer.toString(trial));
    }

    private Optional<WorkerFiles.Event> event(String line) {
        try {
            return Optional.of(json.readValue(line, WorkerFiles.Event.class));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private <T> Optional<T> read(Path file, Class<T> type) {
        byte @Nullable [] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return Optional.of(json.readValue(content, type));
        } catch (IOException e) {
            throw new UncheckedIOException("The worker left an unreadable " + file.getFileName(), e);
        }
    }
}
