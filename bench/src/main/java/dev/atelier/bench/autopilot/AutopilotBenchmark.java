package dev.atelier.bench.autopilot;

import dev.atelier.bench.Bench;
import dev.atelier.bench.BenchException;
import dev.atelier.bench.BenchOptions;
import dev.atelier.bench.Benchmark;
import dev.atelier.bench.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Outer cross-validation of Atelier's engine beside its peers on public data sets; one after another, so that nobody shares the cores. */
public final class AutopilotBenchmark implements Benchmark {

    private static final int OUTER_FOLDS = 5;
    private static final long FOLD_SEED = 2026;
    private static final int MEMORY_MEGABYTES = 6144;

    @Override
    public String name() {
        return "autopilot";
    }

    @Override
    public String summary() {
        return "scores on public data sets within a time, beside FLAML, AutoGluon and a random forest"
                + " (--budget 300 --cores 2 --data DIR --sets a,b --folds 0,1 --peers flaml,forest,autogluon)";
    }

    @Override
    public void run(Bench bench) throws Exception {
        BenchOptions options = bench.options();
        options.only("budget", "cores", "data", "sets", "folds", "peers", "seed", "memory-megabytes");
        Terms terms = new Terms(
                options.number("budget", 300),
                options.number("cores", 2),
                options.number("seed", 1),
                options.number("memory-megabytes", MEMORY_MEGABYTES));
        Map<String, DataSet> all = DataSet.all(Path.of(options.text("data")
                        .orElse(bench.repository().resolve("../shared/data").toString()))
                .toAbsolutePath()
                .normalize());
        References references = new References();
        List<DataSet> sets = sets(options, all, references);
        List<Integer> folds = folds(options);
        List<Contender> contenders = contenders(bench);
        Path results = bench.directory().resolve("results-" + System.currentTimeMillis() / 1000 + ".json");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("terms", terms);
        document.put("outerFolds", OUTER_FOLDS);
        document.put("foldSeed", FOLD_SEED);
        Results scores = new Results(results, document);
        bench.figures()
                .chapter(String.format(
                        Locale.ROOT,
                        "Autopilot: %d s and %d cores for each, folds %s of %d",
                        terms.budgetSeconds(),
                        terms.cores(),
                        folds,
                        OUTER_FOLDS));
        for (DataSet set : sets) {
            for (int number : folds) {
                Path directory = bench.directory().resolve("work").resolve(set.name() + "-" + number);
                OuterFold fold = OuterFold.write(set, number, OUTER_FOLDS, FOLD_SEED, directory);
                for (Contender contender : contenders) {
                    scores.add(attempt(contender, fold, directory.resolve(contender.name()), terms, bench.figures()));
                }
            }
        }
        new Report(bench.figures(), references, scores).print(sets, contenders, terms);
    }

    private static List<DataSet> sets(BenchOptions options, Map<String, DataSet> all, References references) {
        List<String> published = all.values().stream()
                .filter(set -> references.score(set, References.AUTOGLUON).isPresent())
                .map(DataSet::name)
                .toList();
        List<DataSet> sets = new ArrayList<>();
        for (String name : options.list("sets", published)) {
            DataSet set = all.get(name);
            if (set == null) {
                throw new BenchException("There is no set " + name + "; known are " + all.keySet());
            }
            sets.add(set);
        }
        return sets;
    }

    private static List<Integer> folds(BenchOptions options) {
        List<String> everyone =
                IntStream.range(0, OUTER_FOLDS).mapToObj(String::valueOf).toList();
        List<String> words = options.list("folds", everyone);
        if (!everyone.containsAll(words)) {
            throw new BenchException("--folds are among " + everyone);
        }
        return words.stream().map(Integer::valueOf).toList();
    }

    private static List<Contender> contenders(Bench bench) throws InterruptedException {
        List<Contender> contenders = new ArrayList<>(List.of(new Worker(bench.repository())));
        boolean asked = bench.options().text("peers").isPresent();
        for (String peer : bench.options().list("peers", List.of("forest", "flaml", "autogluon"))) {
            String requirements = switch (peer) {
                case "forest", "flaml" -> "flaml";
                case "autogluon" -> "autogluon";
                case "none" -> "";
                default -> throw new BenchException("--peers are among forest, flaml, autogluon, none");
            };
            if (requirements.isEmpty()) {
                continue;
            }
            try {
                contenders.add(PythonPeer.install(peer, requirements, bench.directory()));
            } catch (IOException | BenchException e) {
                if (asked) {
                    throw new BenchException("The peer " + peer + " cannot be installed: " + e.getMessage(), e);
                }
                bench.figures().say("without " + peer + ", which cannot be installed: " + e.getMessage());
            }
        }
        return contenders;
    }

    private static Results.Line attempt(
            Contender contender, OuterFold fold, Path directory, Terms terms, Figures figures)
            throws IOException, InterruptedException {
        delete(directory);
        Files.createDirectories(directory);
        DataSet set = fold.set();
        Results.Line line;
        try {
            Contender.Attempt attempt = contender.run(fold, directory, terms);
            double score = fold.score(attempt.predictions());
            line = new Results.Line(
                    set.name(), set.measure().label(), fold.number(), contender.name(), score, attempt.seconds(), null);
        } catch (IOException | BenchException e) {
            line = new Results.Line(
                    set.name(),
                    set.measure().label(),
                    fold.number(),
                    contender.name(),
                    null,
                    0,
                    String.valueOf(e.getMessage()));
        }
        figures.say(String.format(
                Locale.ROOT,
                "%-18s fold %d  %-10s %-8s %s  %6.1f s",
                set.name(),
                fold.number(),
                contender.name(),
                set.measure().label(),
                line.score() == null ? "failed: " + line.failure() : String.format(Locale.ROOT, "%10.5f", line.score()),
                line.seconds()));
        return line;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            List<Path> files;
            try (var tree = Files.walk(directory)) {
                files = tree.sorted(java.util.Comparator.reverseOrder()).collect(Collectors.toList());
            }
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
