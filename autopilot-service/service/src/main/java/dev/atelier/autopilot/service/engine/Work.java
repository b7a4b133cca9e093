package dev.atelier.autopilot.service.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that an engine runs, once; each has a name that is unique within the installation. */
public sealed interface Work {
    /** The name, for example "j-1/trial-3". */
    String id();

    /** The exploration of a job's data set. */
    record Profile(String jobId) implements Work {
        @Override
        public String id() {
            return jobId + "/profile";
        }
    }

    /**
     * The training of one candidate.
     *
     * @param limit after which the worker ends by itself; null for none
     */
    record Trial(String jobId, int number, @Nullable Duration limit) implements Work {
        @Override
        public String id() {
            return jobId + "/trial-" + number;
        }
    }

    /** The ensemble of a job's finished candidates. */
    record Assemble(String jobId) implements Work {
        @Override
        public String id() {
            return jobId + "/assemble";
        }
    }

    /**
     * A worker that serves a variant of an endpoint.
     *
     * @param version of the endpoint's configuration
     * @param ordinal which of the variant's instances
     * @param generation counts the restarts: each is work of its own
     */
    record Serve(String endpointId, int version, String variantName, int ordinal, int generation) implements Work {
        @Override
        public String id() {
            return "%s/v%d/%s/%d/serve-%d".formatted(endpointId, version, variantName, ordinal, generation);
        }
    }
}
