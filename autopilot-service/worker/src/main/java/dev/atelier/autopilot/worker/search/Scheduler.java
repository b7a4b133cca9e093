package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.search.LocalSearch.Observed;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which trial comes next: the portfolio in its order, without what cannot end in the time that is left and dear ones of algorithms that are behind last, then
 * local search. Safe for several threads.
 *
 * <p>Without a limit of time the order of events plays no part: a point of local search waits for all trials that are more than {@value #LAG} before it and
 * sees only those, and every trial counts as equally long.
 */
public final class Scheduler {

    private static final int LAG = 4;

    /** More of the time that is left is too much for a further trial of an algorithm that is not the best, while there are cheaper ones. */
    private static final double DEAR_PART = 0.15;

    private final List<PlannedTrial> portfolio;
    private final LocalSearch search;
    private final Metric objective;
    private final int maxCandidates;
    private final boolean timed;
    private final TreeMap<Integer, PlannedTrial> started = new TreeMap<>();
    private final TreeMap<Integer, Observed> observed = new TreeMap<>();
    private final TreeMap<Integer, PlannedTrial> ended = new TreeMap<>();
    private final TreeMap<Integer, PlannedTrial> recorded = new TreeMap<>();
    private final Deque<PlannedTrial> deferred = new ArrayDeque<>();
    private final List<PlannedTrial> skipped = new ArrayList<>();
    private int at;

    /** Lanes that wait for others' results and will start a trial then. */
    private int waiting;

    /**
     * A schedule.
     *
     * @param maxCandidates of the whole; without a limit of time nothing else ends it
     * @param timed whether a limit of time ends it
     */
    public Scheduler(Plan portfolio, LocalSearch search, Metric objective, int maxCandidates, boolean timed) {
        this.portfolio = portfolio.trials();
        this.search = search;
        this.objective = objective;
        this.maxCandidates = maxCandidates;
        this.timed = timed;
    }

    /**
     * The next trial, which then counts as started; empty when nothing more is worth starting.
     *
     * @param secondsLeft for trials
     * @param mostSeconds that it may take itself; null for ever
     * @throws InterruptedException when interrupted while it waits for others' results
     */
    public synchronized Optional<PlannedTrial> next(double secondsLeft, @Nullable Double mostSeconds)
            throws InterruptedException {
        double most = timed && mostSeconds != null ? mostSeconds : Double.POSITIVE_INFINITY;
        while (started.size() < maxCandidates && (at < portfolio.size() || !deferred.isEmpty())) {
            boolean deferrable = at < portfolio.size();
            PlannedTrial trial = deferrable ? portfolio.get(at++) : deferred.removeFirst();
            if (started.containsKey(trial.trial())) {
                continue;
            }
            Durations durations = new Durations(known(Integer.MAX_VALUE));
            if (!durations.fits(trial.algorithm(), trial.parameters(), most)) {
                skipped.add(trial);
            } else if (deferrable
                    && isDear(
                            trial.algorithm(), durations.seconds(trial.algorithm(), trial.parameters()), secondsLeft)) {
                deferred.add(trial);
            } else {
                return Optional.of(start(trial));
            }
        }
        if (started.size() + waiting >= maxCandidates || (!timed && maxCandidates == Integer.MAX_VALUE)) {
            return Optional.empty();
        }
        int number = at++;
        int horizon = timed ? Integer.MAX_VALUE : number - LAG;
        waiting++;
        try {
            while (!timed
                    && ended.headMap(horizon, true).size()
                            < started.headMap(horizon, true).size()) {
                wait();
            }
        } finally {
            waiting--;
        }
        List<PlannedTrial> pending = started.values().stream()
                .filter(trial -> trial.trial() > horizon || !observed.containsKey(trial.trial()))
                .toList();
        return search.next(number, known(horizon), pending, most).map(this::start);
    }

    /**
     * Takes over a trial of a run before this one.
     *
     * @param result null if it has none, for whatever reason: it is not tried again
     */
    public synchronized void adopt(PlannedTrial trial, @Nullable TrialResult result) {
        started.put(trial.trial(), trial);
        if (result == null) {
            failed(trial);
        } else {
            finished(trial, result);
        }
    }

    private PlannedTrial start(PlannedTrial trial) {
        started.put(trial.trial(), trial);
        return trial;
    }

    private List<Observed> known(int horizon) {
        return observed.headMap(horizon, true).values().stream()
                .map(one -> timed ? one : new Observed(one.trial(), one.gain(), 1, false))
                .toList();
    }

    /** Whether the algorithm takes much of the time that is left and is not the best so far. */
    private boolean isDear(Algorithm algorithm, double seconds, double secondsLeft) {
        if (!timed || seconds <= DEAR_PART * secondsLeft) {
            return false;
        }
        double best = Double.NEGATIVE_INFINITY;
        double own = Double.POSITIVE_INFINITY;
        for (Observed one : observed.values()) {
            best = Math.max(best, one.gain());
            if (one.trial().algorithm() == algorithm) {
                own = own == Double.POSITIVE_INFINITY ? one.gain() : Math.max(own, one.gain());
            }
        }
        return own < best;
    }

    public synchronized void finished(PlannedTrial trial, TrialResult result) {
        double gain = objective.gain(result.objectiveValue());
        observed.put(
                trial.trial(),
                new Observed(
                        trial,
                        Double.isNaN(gain) ? Double.NEGATIVE_INFINITY : gain,
                        result.trainingSeconds(),
                        result.truncated()));
        recorded.put(trial.trial(), Replay.recorded(trial, result));
        ended.put(trial.trial(), trial);
        notifyAll();
    }

    public synchronized void failed(PlannedTrial trial) {
        ended.put(trial.trial(), trial);
        notifyAll();
    }

    public synchronized int finishedTrials() {
        return observed.size();
    }

    public synchronized int failedTrials() {
        return ended.size() - observed.size();
    }

    /** What was left out because it could not have ended in time. */
    public synchronized List<PlannedTrial> skipped() {
        return List.copyOf(skipped);
    }

    /** The portfolio and all trials that were started, those that have a result as they ran, for those who look on. */
    public synchronized Plan all() {
        TreeMap<Integer, PlannedTrial> all = new TreeMap<>(started);
        all.putAll(recorded);
        portfolio.forEach(trial -> all.putIfAbsent(trial.trial(), trial));
        return new Plan(1, List.copyOf(all.values()));
    }

    /** The trials that have a result, as they ran: running this plan without a clock gives the same models. */
    public synchronized Plan recorded() {
        return new Plan(1, List.copyOf(recorded.values()));
    }

    /** The time of each finished trial by its number. */
    public synchronized Map<Integer, Double> seconds() {
        Map<Integer, Double> seconds = new TreeMap<>();
        observed.forEach((number, one) -> seconds.put(number, one.seconds()));
        return seconds;
    }
}
