package dev.atelier.studio.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.page.Page;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.studio.image.ImageReference;
import dev.atelier.studio.image.ImageVersion;
import dev.atelier.studio.image.ImageVersionChange;
import dev.atelier.studio.image.ImageVersionOperations;
import dev.atelier.studio.image.NewImageVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Image versions. */
@ApplicationScoped
class ImageVersionWire {
    private static final String ALIASES = "SageMakerImageVersionAliases";
    private static final String NOTES = "ReleaseNotes";

    private final ImageVersionOperations operations;

    ImageVersionWire(ImageVersionOperations operations) {
        this.operations = operations;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        BaseImageWire base = BaseImageWire.read(input.text("BaseImage"));
        ImageVersion version = operations.create(
                call.caller(),
                new NewImageVersion(
                        input.text("ImageName"),
                        base.image(),
                        base.requirements(),
                        input.texts("Aliases"),
                        input.optional(NOTES).orElse("")),
                input.text("ClientToken"));
        return structure("ImageVersionArn", arn(Arns.of(call), version));
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        ImageVersion version = operations.get(call.caller(), reference(call.input()));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(Arns.of(call), version));
        answer.put("BaseImage", new BaseImageWire(version.baseImage(), version.requirements()).write());
        if (!version.releaseNotes().isEmpty()) {
            answer.put(NOTES, version.releaseNotes());
        }
        return answer;
    }

    Map<String, @Nullable Object> update(AwsCall call) {
        AwsInput input = call.input();
        ImageVersion version = operations.update(
                call.caller(),
                reference(input),
                new ImageVersionChange(
                        input.texts("AliasesToAdd"),
                        input.texts("AliasesToDelete"),
                        input.optional(NOTES).orElse(null)));
        return structure("ImageVersionArn", arn(Arns.of(call), version));
    }

    /** AWS says {@code ResourceNotFound} where there is nothing to delete. */
    Map<String, @Nullable Object> delete(AwsCall call) {
        ImageReference reference = reference(call.input());
        if (reference.version().isEmpty()) {
            throw AwsException.validation("version", "Member must not be null without an alias");
        }
        operations.get(call.caller(), reference);
        operations.delete(call.caller(), reference);
        return Map.of();
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<ImageVersion> page = operations.list(
                call.caller(), call.input().text("ImageName"), ImageWire.filter(call, "VERSION"), call.page());
        return AwsOutput.page("ImageVersions", page, version -> summary(Arns.of(call), version));
    }

    /** The aliases of a version, on one page: there are 20 at most. Without a version or an alias those of the newest one. */
    Map<String, @Nullable Object> listAliases(AwsCall call) {
        return structure(
                ALIASES, operations.get(call.caller(), reference(call.input())).aliases());
    }

    private static ImageReference reference(AwsInput input) {
        Integer number = input.number("Version");
        return new ImageReference(
                input.text("ImageName"),
                number == null ? input.optional("Alias").orElse("") : String.valueOf(number));
    }

    private static String arn(Arns arns, ImageVersion version) {
        return arns.imageVersion(version.imageName(), String.valueOf(version.version()));
    }

    private static Map<String, @Nullable Object> summary(Arns arns, ImageVersion version) {
        return structure(
                "ImageArn",
                arns.image(version.imageName()),
                "ImageVersionArn",
                arn(arns, version),
                "ImageVersionStatus",
                version.state().status(),
                "FailureReason",
                version.state().failureReason(),
                "Version",
                version.version(),
                "CreationTime",
                AwsOutput.time(version.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(version.lastModifiedTime()));
    }
}
