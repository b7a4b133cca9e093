package dev.atelier.bench.autopilot;

import dev.atelier.bench.Bench;
import dev.atelier.bench.BenchException;
import dev.atelier.bench.BenchOptions;
import dev.atelier.bench.Benchmark;
import dev.atelier.bench.Figures;
import dev.atelier.bench.autopilot.Contender.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Outer cross-validation of Atelier's engine beside its peers on public data sets; one after another, so that nobody shares the cores. It can be done in pieces:
 * what is measured is kept and not measured again.
 */
public final class AutopilotBenchmark implements Benchmark {

    /** Unless {@code --of} says another number: the published scores are said to be of ten, each of which leaves more rows to learn from. */
    private static final int OUTER_FOLDS = 5;

    private static final long FOLD_SEED = 2026;
    private static final int MEMORY_MEGABYTES = 6144;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    @Override
    public String name() {
        return "autopilot";
    }

    @Override
    public String summary() {
        return "scores on public data sets within a time, beside FLAML, AutoGluon and a random forest (--budget 300"
                + " --cores 2 --data DIR --sets a,b --folds 0,1 --of 5 --methods atelier,forest,flaml,autogluon|none"
                + " --again atelier --minutes 60 --results DIR)";
    }

    @Override
    public void run(Bench bench) throws Exception {
        BenchOptions options = bench.options();
        options.only(
                "budget",
                "cores",
                "data",
                "sets",
                "folds",
                "of",
                "methods",
                "again",
                "minutes",
                "results",
                "seed",
                "memory-megabytes");
        Terms terms = new Terms(
                options.number("budget", 300),
                options.number("cores", 2),
                options.number("seed", 1),
                options.number("memory-megabytes", MEMORY_MEGABYTES));
        Map<String, DataSet> all =
                DataSet.all(path(options, "data", bench.repository().resolve("../shared/data")));
        References references = new References();
        List<DataSet> sets = sets(options, all, references);
        int count = options.number("of", OUTER_FOLDS);
        List<Integer> folds = folds(options, count);
        Path kept = path(options, "results", bench.directory().resolve("results"));
        Results results = Results.open(count == OUTER_FOLDS ? kept : kept.resolve(count + "-folds"), terms);
        List<Contender> contenders = Methods.chosen(bench);
        bench.figures()
                .chapter(String.format(
                        Locale.ROOT,
                        "Autopilot: %d s and %d cores for each, folds %s of %d",
                        terms.budgetSeconds(),
                        terms.cores(),
                        folds,
                        count));
        measure(bench, sets, folds, count, contenders, terms, results);
        new Report(bench.figures(), references, results, terms, count).print(sets);
    }

    private static Path path(BenchOptions options, String name, Path otherwise) {
        return options.text(name)
                .map(Path::of)
                .orElse(otherwise)
                .toAbsolutePath()
                .normalize();
    }

    /** Measures what is not there, or is asked for {@code --again}, until the {@code --minutes} are over. */
    private static void measure(
            Bench bench,
            List<DataSet> sets,
            List<Integer> folds,
            int count,
            List<Contender> contenders,
            Terms terms,
            Results results)
            throws IOException, InterruptedException {
        List<String> again = bench.options().list("again", List.of());
        long minutes = bench.options().number("minutes", Integer.MAX_VALUE);
        long start = System.nanoTime();
        for (DataSet set : sets) {
            for (int number : folds) {
                List<Contender> due = contenders.stream()
                        .filter(contender ->
                                again.contains(contender.name()) || !results.has(set.name(), number, contender.name()))
                        .toList();
                if (due.isEmpty()) {
                    continue;
                }
                Path directory = bench.directory().resolve("work").resolve(set.name() + "-" + number);
                OuterFold fold = OuterFold.write(set, number, count, FOLD_SEED, directory);
                for (Contender contender : due) {
                    if ((System.nanoTime() - start) / MINUTE_NANOS >= minutes) {
                        bench.figures().say("the minutes are over; the same command goes on");
                        return;
                    }
                    Measurement measurement = measure(contender, fold, directory.resolve(contender.name()), terms);
                    results.add(measurement);
                    say(bench.figures(), measurement);
                }
            }
        }
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

    private static List<Integer> folds(BenchOptions options, int count) {
        List<String> everyone =
                IntStream.range(0, count).mapToObj(String::valueOf).toList();
        List<String> words = options.list("folds", everyone);
        if (!everyone.containsAll(words)) {
            throw new BenchException("--folds are among " + everyone);
        }
        return words.stream().map(Integer::valueOf).toList();
    }

    /** The files of a run that succeeded are deleted; those of one that failed stay to be looked at. */
    private static Measurement measure(Contender contender, OuterFold fold, Path directory, Terms terms)
            throws IOException, InterruptedException {
        delete(directory);
        Files.createDirectories(directory);
        String started =
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            Attempt attempt = contender.run(fold, directory, terms);
            double score = fold.score(attempt.predictions());
            delete(directory);
            return measurement(contender, fold, terms, started, score, attempt, null);
        } catch (IOException | BenchException e) {
            Attempt none = new Attempt(directory, 0, null, null, null);
            return measurement(contender, fold, terms, started, null, none, String.valueOf(e.getMessage()));
        }
    }

    private static Measurement measurement(
            Contender contender,
            OuterFold fold,
            Terms terms,
            String started,
            @Nullable Double score,
            Attempt attempt,
            @Nullable String failure) {
        return new Measurement(
                terms,
                fold.set().name(),
                fold.set().measure().label(),
                fold.number(),
                fold.count(),
                contender.name(),
                contender.version(),
                started,
                score,
                attempt.seconds(),
                attempt.usage(),
                attempt.row(),
                attempt.details(),
                failure);
    }

    private static void say(Figures figures, Measurement measurement) {
        figures.say(String.format(
                Locale.ROOT,
                "%-18s fold %d  %-10s %-8s %s  %6.1f s%s",
                measurement.set(),
                measurement.fold(),
                measurement.method(),
                measurement.metric(),
                measurement.score() == null
                        ? "failed: " + measurement.failure()
                        : String.format(Locale.ROOT, "%10.5f", measurement.score()),
                measurement.seconds(),
                measurement.disturbed()
                        ? "  (others kept " + measurement.usage().otherCores() + " cores busy)"
                        : ""));
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
