package dev.atelier.autopilot.service.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that an engine runs, once; each has a name that is unique within the installation. */
public sealed interface Work {
    /** The name, for example "j-1/train-0". */
    String id();

    /** What it is billed as; its starts one after another are one resource. */
    String resourceId();

    /** The exploration of a job's data set. */
    record Profile(String jobId) implements Work {
        @Override
        public String id() {
            return jobId + "/profile";
        }

        @Override
        public String resourceId() {
            return "automl-job/" + jobId + "/analysis";
        }
    }

    /**
     * The training of a job's candidates.
     *
     * @param generation counts the starts after it died: each is work of its own
     * @param cores how many candidates are trained side by side
     * @param candidates the most that are trained; null: as the request says
     * @param limit after which the worker ends by itself; null for none
     */
    record Train(
            String jobId,
            int generation,
            int cores,
            @Nullable Integer candidates,
            @Nullable Duration limit) implements Work {
        @Override
        public String id() {
            return jobId + "/train-" + generation;
        }

        @Override
        public String resourceId() {
            return "automl-job/" + jobId + "/training";
        }
    }

    /** The ensemble of a job's finished candidates. */
    record Assemble(String jobId) implements Work {
        @Override
        public String id() {
            return jobId + "/assemble";
        }

        @Override
        public String resourceId() {
            return "automl-job/" + jobId + "/assembly";
        }
    }

    /**
     * What the predictions of a job's best candidate depend on.
     *
     * @param trial of the candidate, or {@link JobDirectory#ENSEMBLE}
     * @param limit after which the worker leaves out what is not done
     */
    record Explain(String jobId, int trial, Duration limit) implements Work {
        @Override
        public String id() {
            return jobId + "/explain";
        }

        @Override
        public String resourceId() {
            return "automl-job/" + jobId + "/explanation";
        }
    }

    /** The reports on a job's finished candidates. */
    record Insights(String jobId) implements Work {
        @Override
        public String id() {
            return jobId + "/insights";
        }

        @Override
        public String resourceId() {
            return "automl-job/" + jobId + "/report";
        }
    }

    /** A run of a monitor. */
    record Monitor(String scheduleId, String executionId) implements Work {
        @Override
        public String id() {
            return scheduleId + "/" + executionId;
        }

        @Override
        public String resourceId() {
            return "monitoring-execution/" + executionId;
        }
    }

    /** A candidate scores a table. */
    record Transform(String transformId) implements Work {
        @Override
        public String id() {
            return transformId + "/transform";
        }

        @Override
        public String resourceId() {
            return "transform-job/" + transformId;
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

        @Override
        public String resourceId() {
            return "endpoint/%s/v%d/%s/%d".formatted(endpointId, version, variantName, ordinal);
        }
    }
}
