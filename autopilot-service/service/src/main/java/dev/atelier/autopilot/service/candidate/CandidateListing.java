package dev.atelier.autopilot.service.candidate;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which candidates of a job a list shows, and in which order.
 *
 * @param status null for any
 * @param name null for any
 */
public record CandidateListing(
        @Nullable String status, @Nullable String name, Key key, boolean ascending) {
    /** What candidates can be sorted by. */
    public enum Key {
        /** Their place on the leaderboard; the best first is ascending. */
        RANK,
        CREATION_TIME,
        STATUS,
        /** Those without a value are last. */
        OBJECTIVE_VALUE
    }

    /** From candidates in the order of the leaderboard. */
    List<Candidate> of(List<Candidate> leaderboard) {
        return leaderboard.stream()
                .filter(candidate ->
                        status == null || status.equals(candidate.state().label()))
                .filter(candidate -> name == null || name.equals(candidate.name()))
                .sorted(order())
                .toList();
    }

    private Comparator<Candidate> order() {
        return switch (key) {
            case RANK ->
                directed(Comparator.comparingInt(
                        candidate -> candidate.rank() == 0 ? Integer.MAX_VALUE : candidate.rank()));
            case CREATION_TIME -> directed(Comparator.comparing(Candidate::creationTime));
            case STATUS ->
                directed(Comparator.comparing(candidate -> candidate.state().label()));
            case OBJECTIVE_VALUE ->
                Comparator.comparing((Candidate candidate) -> candidate.rank() == 0)
                        .thenComparing(directed(Comparator.comparingDouble(CandidateListing::value)));
        };
    }

    private Comparator<Candidate> directed(Comparator<Candidate> order) {
        return ascending ? order : order.reversed();
    }

    private static double value(Candidate candidate) {
        return candidate.state() instanceof CandidateState.Completed done ? done.objectiveValue() : 0;
    }
}
