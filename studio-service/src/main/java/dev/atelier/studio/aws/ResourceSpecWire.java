package dev.atelier.studio.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.studio.image.ImageReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SageMaker's {@code ResourceSpec}: an image, maybe one of its versions, and an instance type. */
final class ResourceSpecWire {
    private static final String IMAGE = "SageMakerImageArn";
    private static final String VERSION = "SageMakerImageVersionArn";
    private static final String ALIAS = "SageMakerImageVersionAlias";
    private static final String TYPE = "InstanceType";
    /** Takes a value away, as AWS has it. */
    private static final String NONE = "None";

    private ResourceSpecWire() {}

    /** How the image is named where one is chosen; empty when none is named. A version is stronger than an alias. */
    static Optional<String> image(AwsInput spec) {
        Optional<String> version = spec.optional(VERSION).filter(arn -> !arn.equals(NONE));
        if (version.isPresent()) {
            return version.map(arn -> Arns.imageVersion(arn).toString());
        }
        return spec.optional(IMAGE)
                .map(arn -> new ImageReference(
                                Arns.imageName(arn), spec.optional(ALIAS).orElse(""))
                        .toString());
    }

    static Optional<String> instanceType(AwsInput spec) {
        return spec.optional(TYPE);
    }

    /** The members of the spec. */
    static Map<String, String> members(Arns arns, @Nullable String image, @Nullable String instanceType) {
        Map<String, String> members = new HashMap<>();
        if (instanceType != null) {
            members.put(TYPE, instanceType);
        }
        if (image != null) {
            ImageReference reference = ImageReference.parse(image);
            members.put(IMAGE, arns.image(reference.imageName()));
            if (reference.version().matches("[0-9]+")) {
                members.put(VERSION, arns.image(reference));
            } else if (!reference.version().isEmpty()) {
                members.put(ALIAS, reference.version());
            }
        }
        return members;
    }

    /** Puts the image and the instance type into a kept spec. */
    static void put(ObjectNode spec, Arns arns, @Nullable String image, @Nullable String instanceType) {
        if (image != null) {
            spec.remove(VERSION);
            spec.remove(ALIAS);
        }
        members(arns, image, instanceType).forEach(spec::put);
    }
}
