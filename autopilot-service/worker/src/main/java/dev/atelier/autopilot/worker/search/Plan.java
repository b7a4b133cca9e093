package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.learner.Algorithm;
import java.util.List;
import java.util.Map;

/** {@code plan.json}: the candidates in the order in which they should be trained. */
public record Plan(int version, List<PlannedTrial> trials) {

    /** One candidate. */
    public record PlannedTrial(
            int trial, String name, Algorithm algorithm, String description, Map<String, Object> parameters) {}
}
