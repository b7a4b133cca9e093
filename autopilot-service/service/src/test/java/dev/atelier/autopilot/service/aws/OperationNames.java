package dev.atelier.autopilot.service.aws;

import io.quarkus.arc.Arc;
import java.util.Set;

/** What Autopilot answers of the SageMaker protocol, for tests elsewhere. */
public final class OperationNames {
    private OperationNames() {}

    /** All of them. */
    public static Set<String> all() {
        return Arc.container().instance(AwsOperations.class).get().names();
    }
}
