package dev.atelier.autopilot.service.aws;

import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsScope;

/** Names of resources as AWS gives them. */
final class Arns {
    private Arns() {}

    /** What ARNs name; the text is how they do. */
    enum Kind {
        AUTO_ML_JOB("automl-job"),
        MODEL("model"),
        ENDPOINT_CONFIG("endpoint-config"),
        ENDPOINT("endpoint"),
        TRANSFORM_JOB("transform-job"),
        MONITORING_SCHEDULE("monitoring-schedule"),
        DATA_QUALITY_JOB_DEFINITION("data-quality-job-definition"),
        MODEL_QUALITY_JOB_DEFINITION("model-quality-job-definition"),
        EXPERIMENT("experiment"),
        TRIAL("experiment-trial"),
        TRIAL_COMPONENT("experiment-trial-component");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** A resource that an ARN names. */
    record Named(Kind kind, String name) {}

    static String of(AwsCall call, Kind kind, String name) {
        return call.scope().arn(kind.label + "/" + name);
    }

    /**
     * Reads an ARN.
     *
     * @param member of the request that has it, for the error
     * @throws AwsException ValidationException for what Autopilot does not have
     */
    static Named read(String member, String arn) {
        String resource = AwsScope.resource(member, arn);
        int slash = resource.indexOf('/');
        for (Kind kind : Kind.values()) {
            if (slash > 0 && kind.label.equals(resource.substring(0, slash))) {
                return new Named(kind, resource.substring(slash + 1));
            }
        }
        throw AwsException.unsupported(arn);
    }
}
