package dev.atelier.autopilot.worker.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where everything of a job lies. */
public record JobDirectory(Path root) {

    public Path request() {
        return root.resolve("request.json");
    }

    public Path profile() {
        return root.resolve("profile.json");
    }

    public Path plan() {
        return root.resolve("plan.json");
    }

    public Path refusal() {
        return root.resolve("refusal.json");
    }

    public Path data() {
        return root.resolve("data.bin");
    }

    public Path folds() {
        return root.resolve("folds.bin");
    }

    public Step trial(int trial) {
        return new Step(root.resolve("trials").resolve(Integer.toString(trial)));
    }

    public Step ensemble() {
        return new Step(root.resolve("ensemble"));
    }

    /** The trials that have a result, in order. */
    public List<Step> finishedTrials() throws IOException {
        Path trials = root.resolve("trials");
        if (!Files.isDirectory(trials)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        try (Stream<Path> children = Files.list(trials)) {
            children.filter(child -> child.getFileName().toString().chars().allMatch(Character::isDigit))
                    .sorted(Comparator.comparingInt(
                            child -> Integer.parseInt(child.getFileName().toString())))
                    .map(Step::new)
                    .filter(step -> Files.exists(step.result()))
                    .forEach(steps::add);
        }
        return steps;
    }

    /** The directory of one trial or of the ensemble. */
    public record Step(Path root) {

        public Path events() {
            return root.resolve("events.jsonl");
        }

        public Path result() {
            return root.resolve("result.json");
        }

        public Path failure() {
            return root.resolve("failure.json");
        }

        public Path outOfFold() {
            return root.resolve("oof.bin");
        }

        public Path insights() {
            return root.resolve("insights.json");
        }

        public Path page() {
            return root.resolve("insights.html");
        }

        public Path model() {
            return root.resolve("model.zip");
        }

        public Path explanation() {
            return root.resolve("explanation.json");
        }

        /** Makes the directory and deletes what an earlier attempt left. */
        public void reset() throws IOException {
            Files.createDirectories(root);
            try (Stream<Path> children = Files.list(root)) {
                children.filter(Files::isRegularFile).forEach(Step::delete);
            }
        }

        private static void delete(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
