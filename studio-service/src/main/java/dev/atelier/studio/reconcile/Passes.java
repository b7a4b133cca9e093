package dev.atelier.studio.reconcile;

import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The passes of a loop that goes on whatever one of them throws: an error of memory or of a class would else end it for good, unnoticed. */
public final class Passes {
    private static final Logger LOG = Logger.getLogger(Passes.class);

    private Passes() {}

    /** What the pass answers; false when it failed, which is logged. */
    public static boolean run(String what, BooleanSupplier pass) {
        try {
            return pass.getAsBoolean();
        } catch (Throwable e) {
            log(what, e);
            return false;
        }
    }

    private static void log(String what, Throwable failure) {
        try {
            LOG.errorf(failure, "%s failed; it is tried again", what);
        } catch (Throwable _) {
            // without memory for a line either; the next pass says it, if it is still so
        }
    }
}
