package dev.atelier.studio.reconcile;

/** One kind of thing that is brought in line: level-triggered, idempotent, safe to run on several replicas. */
public interface Reconciler {
    /** Looks once and starts what is to be done, without waiting for it. Tells whether anything is under way. */
    boolean reconcile();
}
