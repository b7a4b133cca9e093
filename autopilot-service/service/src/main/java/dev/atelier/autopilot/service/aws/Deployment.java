package dev.atelier.autopilot.service.aws;

import dev.atelier.autopilot.service.endpoint.Canary;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an update of an endpoint takes over its requests. */
final class Deployment {
    /** AWS rolls back by alarms that its users define; here an update is, by its share of failed requests. */
    private static final double MAX_ERROR_PERCENT = 1;

    private Deployment() {}

    /**
     * The canary that a DeploymentConfig asks for; null for all at once.
     *
     * @throws AwsException ValidationException for what Atelier does otherwise
     */
    static @Nullable Canary of(AwsInput input) {
        Optional<AwsInput> deployment = input.structure("DeploymentConfig");
        deployment.ifPresent(given -> {
            given.refuse("RollingUpdatePolicy");
            given.structure("AutoRollbackConfiguration").ifPresent(rollback -> rollback.refuse("Alarms"));
        });
        return deployment
                .flatMap(given -> given.structure("BlueGreenUpdatePolicy"))
                .flatMap(policy -> policy.structure("TrafficRoutingConfiguration"))
                .map(Deployment::canary)
                .orElse(null);
    }

    private static @Nullable Canary canary(AwsInput routing) {
        String type = routing.oneOf("Type", "ALL_AT_ONCE", "CANARY", "LINEAR")
                .orElseThrow(() -> AwsException.validation("type", "Member must not be null"));
        return switch (type) {
            case "ALL_AT_ONCE" -> null;
            case "CANARY" -> {
                AwsInput size = routing.required("CanarySize");
                Integer percent = size.number("Value");
                Integer seconds = routing.number("WaitIntervalInSeconds");
                if (percent == null || seconds == null) {
                    throw AwsException.validation(
                            "canarySize.value and waitIntervalInSeconds", "Members must not be null");
                }
                if (!size.text("Type").equals("CAPACITY_PERCENT")) {
                    throw AwsException.unsupported("A CanarySize other than CAPACITY_PERCENT");
                }
                yield new Canary(percent, Duration.ofSeconds(seconds), MAX_ERROR_PERCENT);
            }
            default -> throw AwsException.unsupported("TrafficRoutingConfiguration of the Type " + type);
        };
    }
}
