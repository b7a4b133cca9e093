package dev.atelier.autopilot.service.aws;

import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import java.util.List;
import java.util.Optional;

/** The channels of a job: one that is learned from, and perhaps one that candidates are measured on. */
record Channels(AwsInput training, Optional<AwsInput> validation) {
    /** The ChannelType of the second, and where it is kept. */
    static final String VALIDATION = "validation";

    private static final String TRAINING = "training";
    private static final String TARGET = "TargetAttributeName";

    /**
     * Tells them apart.
     *
     * @throws AwsException ValidationException unless there is one of the type training and at most one of the type validation
     */
    static Channels of(List<AwsInput> channels) {
        List<AwsInput> training = ofType(TRAINING, channels);
        List<AwsInput> validation = ofType(VALIDATION, channels);
        if (training.size() != 1 || validation.size() > 1) {
            throw AwsException.validation(
                    "inputDataConfig",
                    "Member must have one channel of the type training and at most one of the type validation");
        }
        return new Channels(training.getFirst(), validation.stream().findFirst());
    }

    private static List<AwsInput> ofType(String type, List<AwsInput> channels) {
        return channels.stream()
                .filter(channel -> type.equals(
                        channel.oneOf("ChannelType", TRAINING, VALIDATION).orElse(TRAINING)))
                .toList();
    }

    /** What both say is to be predicted, in the older shape. */
    String target() {
        String target = training.text(TARGET);
        validation
                .flatMap(channel -> channel.optional(TARGET))
                .filter(other -> !other.equals(target))
                .ifPresent(_ -> {
                    throw AwsException.validation("targetAttributeName", "Member must be the same in both channels");
                });
        return target;
    }
}
