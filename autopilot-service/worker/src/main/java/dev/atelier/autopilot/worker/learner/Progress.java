package dev.atelier.autopilot.worker.learner;

/** Hears how a fit goes. */
@FunctionalInterface
public interface Progress {

    Progress NONE = (_, _, _, _) -> {};

    /**
     * A round or an iteration is done.
     *
     * @param metric the loss on the validation rows
     */
    void round(int round, String metric, double value, double best);
}
