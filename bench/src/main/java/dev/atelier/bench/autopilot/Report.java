package dev.atelier.bench.autopilot;

import dev.atelier.bench.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The table of a run: a score each, our loss as a ratio of the peers', and how often we are at least as good. */
final class Report {

    private static final double OVERSHOOT = 0.02;
    private static final double OVERSHOOT_SECONDS = 3;

    private final Figures figures;
    private final References references;
    private final Results results;

    Report(Figures figures, References references, Results results) {
        this.figures = figures;
        this.references = references;
        this.results = results;
    }

    void print(List<DataSet> sets, List<Contender> contenders, Terms terms) {
        figures.chapter("Scores (means of the folds; a ratio is our loss divided by theirs, below 1 is better)");
        List<List<String>> rows = new ArrayList<>();
        rows.add(head(contenders));
        sets.forEach(set -> rows.add(row(set, contenders)));
        figures.table(rows);
        List<String> peers = contenders.stream().map(Contender::name).skip(1).toList();
        for (String peer : peers) {
            wins(peer, sets, set -> results.mean(set, peer));
        }
        wins("AutoGluon as published (5 minutes, its machine unknown)", sets, this::published);
        double limit = Math.max(OVERSHOOT * terms.budgetSeconds(), OVERSHOOT_SECONDS);
        results.longest(Worker.NAME)
                .ifPresent(seconds -> figures.figure(
                        "longest time of ours",
                        seconds,
                        "s",
                        String.format(Locale.ROOT, "at most %.1f s", terms.budgetSeconds() + limit)));
        figures.say("kept in " + results.file());
    }

    private static List<String> head(List<Contender> contenders) {
        List<String> head = new ArrayList<>(List.of("set", "metric"));
        contenders.forEach(contender -> head.add(contender.name()));
        contenders.stream().skip(1).forEach(contender -> head.add("/" + contender.name()));
        head.add("AutoGluon published");
        head.add("/published");
        return head;
    }

    private List<String> row(DataSet set, List<Contender> contenders) {
        List<String> row = new ArrayList<>(List.of(set.name(), set.measure().label()));
        contenders.forEach(contender -> row.add(number(results.mean(set, contender.name()))));
        OptionalDouble ours = results.mean(set, Worker.NAME);
        contenders.stream()
                .skip(1)
                .forEach(contender -> row.add(ratio(set, ours, results.mean(set, contender.name()))));
        OptionalDouble published = references.score(set, References.AUTOGLUON);
        row.add(number(published) + (published.isPresent() && !references.sameRows(set) ? " (other rows?)" : ""));
        row.add(ratio(set, ours, published(set)));
        return row;
    }

    private OptionalDouble published(DataSet set) {
        return references.sameRows(set) ? references.score(set, References.AUTOGLUON) : OptionalDouble.empty();
    }

    private void wins(String peer, List<DataSet> sets, java.util.function.Function<DataSet, OptionalDouble> score) {
        int compared = 0;
        int won = 0;
        for (DataSet set : sets) {
            OptionalDouble ours = results.mean(set, Worker.NAME);
            OptionalDouble theirs = score.apply(set);
            if (ours.isPresent() && theirs.isPresent()) {
                compared++;
                won += set.measure().atLeast(ours.getAsDouble(), theirs.getAsDouble()) ? 1 : 0;
            }
        }
        if (compared > 0) {
            figures.say("at or above " + peer + ": " + won + " of " + compared + " sets");
        }
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.5f", value.getAsDouble()) : "-";
    }

    private static String ratio(DataSet set, OptionalDouble ours, OptionalDouble theirs) {
        return ours.isPresent() && theirs.isPresent()
                ? String.format(Locale.ROOT, "%.3f", set.measure().lossRatio(ours.getAsDouble(), theirs.getAsDouble()))
                : "-";
    }
}
