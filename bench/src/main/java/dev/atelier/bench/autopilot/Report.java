package dev.atelier.bench.autopilot;

import dev.atelier.bench.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The table of what was measured: a score each, our loss as a ratio of the peers' on the folds that both have, how often we are at least as good, whether limits
 * held, and when and with which versions it was measured.
 */
final class Report {

    private static final String PUBLISHED = "AutoGluon as published (5 minutes, its machine unknown)";

    /** A set on which ours and another's score can be compared. */
    private record Pair(DataSet set, double ours, double theirs) {
        boolean won() {
            return set.measure().atLeast(ours, theirs);
        }

        String ratio() {
            return String.format(Locale.ROOT, "%.3f", set.measure().lossRatio(ours, theirs));
        }
    }

    private final Figures figures;
    private final References references;
    private final Results results;
    private final Terms terms;
    private final int outerFolds;

    Report(Figures figures, References references, Results results, Terms terms, int outerFolds) {
        this.figures = figures;
        this.references = references;
        this.results = results;
        this.terms = terms;
        this.outerFolds = outerFolds;
    }

    void print(List<DataSet> sets) {
        List<String> methods = Methods.NAMES.stream()
                .filter(name -> !results.of(name).isEmpty())
                .toList();
        if (methods.isEmpty()) {
            figures.say("nothing is measured yet under these terms, in " + results.directory());
            return;
        }
        List<String> peers =
                methods.stream().filter(name -> !name.equals(Worker.NAME)).toList();
        figures.chapter("Scores (means of the folds, in parentheses how many if not all; a ratio is our loss divided by"
                + " theirs on the same folds, below 1 is better)");
        List<List<String>> rows = new ArrayList<>();
        rows.add(head(methods, peers));
        sets.forEach(set -> rows.add(row(set, methods, peers)));
        figures.table(rows);
        figures.chapter("Comparison");
        peers.forEach(peer -> wins(peer, sets, set -> pair(set, peer), aim(peer)));
        wins(PUBLISHED, sets, this::published, "half");
        limits();
        rows();
        provenance(methods);
        figures.say("kept in " + results.directory());
    }

    private static String aim(String peer) {
        return switch (peer) {
            case "flaml" -> "three quarters";
            case "forest" -> "all";
            default -> "";
        };
    }

    private static List<String> head(List<String> methods, List<String> peers) {
        List<String> head = new ArrayList<>(List.of("set", "metric"));
        head.addAll(methods);
        peers.forEach(peer -> head.add("/" + peer));
        head.add("AutoGluon published");
        head.add("/published");
        return head;
    }

    private List<String> row(DataSet set, List<String> methods, List<String> peers) {
        List<String> row = new ArrayList<>(List.of(set.name(), set.measure().label()));
        methods.forEach(method -> row.add(score(set, method)));
        peers.forEach(peer -> row.add(ratio(pair(set, peer))));
        OptionalDouble published = references.score(set, References.AUTOGLUON);
        row.add(number(published) + (published.isPresent() && !references.sameRows(set) ? " (other rows?)" : ""));
        row.add(ratio(published(set)));
        return row;
    }

    private String score(DataSet set, String method) {
        List<Integer> folds = results.common(set.name(), method);
        String mean = number(results.mean(set.name(), method, folds));
        return folds.isEmpty() || folds.size() == outerFolds ? mean : mean + " (" + folds.size() + ")";
    }

    private List<Pair> pair(DataSet set, String peer) {
        List<Integer> folds = results.common(set.name(), Worker.NAME, peer);
        return pair(set, results.mean(set.name(), Worker.NAME, folds), results.mean(set.name(), peer, folds));
    }

    private List<Pair> published(DataSet set) {
        List<Integer> folds = results.common(set.name(), Worker.NAME);
        return references.sameRows(set)
                ? pair(set, results.mean(set.name(), Worker.NAME, folds), references.score(set, References.AUTOGLUON))
                : List.of();
    }

    /** One, or none when either is missing. */
    private static List<Pair> pair(DataSet set, OptionalDouble ours, OptionalDouble theirs) {
        return ours.isPresent() && theirs.isPresent()
                ? List.of(new Pair(set, ours.getAsDouble(), theirs.getAsDouble()))
                : List.of();
    }

    private void wins(String peer, List<DataSet> sets, Function<DataSet, List<Pair>> pairs, String aim) {
        List<Pair> compared = sets.stream().map(pairs).flatMap(List::stream).toList();
        if (!compared.isEmpty()) {
            List<String> missed = compared.stream()
                    .filter(pair -> !pair.won())
                    .map(pair -> pair.set().name() + " " + pair.ratio())
                    .toList();
            figures.say(String.format(
                    Locale.ROOT,
                    "at or above %s: %d of %d sets%s%s",
                    peer,
                    compared.size() - missed.size(),
                    compared.size(),
                    aim.isEmpty() ? "" : " (aim: " + aim + ")",
                    missed.isEmpty() ? "" : "; below: " + String.join(", ", missed)));
        }
    }

    private void limits() {
        List<Measurement> ours = results.of(Worker.NAME);
        ours.stream()
                .mapToDouble(Measurement::seconds)
                .max()
                .ifPresent(seconds -> figures.figure(
                        "longest time of ours",
                        seconds,
                        "s",
                        String.format(Locale.ROOT, "at most %.1f s", terms.latestSeconds())));
        ours.stream()
                .filter(one -> one.usage() != null)
                .mapToDouble(one -> (double) one.usage().peakMegabytes())
                .max()
                .ifPresent(peak -> figures.figure(
                        "most memory of ours, sampled", peak, "MB", "at most " + terms.memoryMegabytes() + " MB"));
    }

    /** A row alone at the best single model of each run. */
    private void rows() {
        results.of(Worker.NAME).stream()
                .map(Measurement::row)
                .filter(Objects::nonNull)
                .max(Comparator.comparingDouble(SingleRow::p99Millis))
                .ifPresent(slowest -> figures.figure(
                        "slowest p99 of one row (" + slowest.model() + ")", slowest.p99Millis(), "ms", "under 5 ms"));
    }

    /** When and what was measured, and whether the machine was quiet. */
    private void provenance(List<String> methods) {
        figures.chapter("Measured");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("method", "versions", "from", "to", "runs", "failed", "disturbed by others"));
        for (String method : methods) {
            List<Measurement> all = results.of(method);
            TreeSet<String> times =
                    new TreeSet<>(all.stream().map(Measurement::started).toList());
            TreeSet<String> versions =
                    new TreeSet<>(all.stream().map(Measurement::version).toList());
            rows.add(List.of(
                    method,
                    String.join(" ", versions),
                    times.getFirst(),
                    times.getLast(),
                    Integer.toString(all.size()),
                    Long.toString(
                            all.stream().filter(one -> one.score() == null).count()),
                    Long.toString(all.stream().filter(Measurement::disturbed).count())));
        }
        figures.table(rows);
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.5f", value.getAsDouble()) : "-";
    }

    private static String ratio(List<Pair> pair) {
        return pair.isEmpty() ? "-" : pair.getFirst().ratio();
    }
}
