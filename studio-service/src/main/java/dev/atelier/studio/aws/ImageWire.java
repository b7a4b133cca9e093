package dev.atelier.studio.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.page.Page;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.studio.image.ImageChange;
import dev.atelier.studio.image.ImageFilter;
import dev.atelier.studio.image.ImageOperations;
import dev.atelier.studio.image.NewImage;
import dev.atelier.studio.image.OwnImage;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.store.SortKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Own images. Shipped ones are not the account's, so they are not told of, as in SageMaker. */
@ApplicationScoped
class ImageWire {
    private static final String DISPLAY_NAME = "DisplayName";
    private static final String DESCRIPTION = "Description";
    private static final String ROLE = "RoleArn";

    private final ImageOperations operations;

    ImageWire(ImageOperations operations) {
        this.operations = operations;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        OwnImage image = operations.create(
                call.caller(),
                new NewImage(
                        input.text("ImageName"),
                        input.optional(DISPLAY_NAME).orElse(""),
                        input.optional(DESCRIPTION).orElse(""),
                        input.text(ROLE),
                        input.tags()),
                null);
        return structure("ImageArn", Arns.of(call).image(image.imageName()));
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        OwnImage image = operations.get(call.caller(), call.input().text("ImageName"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(Arns.of(call), image));
        if (!image.executionRole().isEmpty()) {
            answer.put(ROLE, image.executionRole());
        }
        return answer;
    }

    Map<String, @Nullable Object> update(AwsCall call) {
        AwsInput input = call.input();
        List<String> away = input.texts("DeleteProperties");
        if (!List.of(DISPLAY_NAME, DESCRIPTION).containsAll(away)) {
            throw AwsException.validation("deleteProperties", "Member must be DisplayName or Description");
        }
        OwnImage image = operations.update(
                call.caller(),
                input.text("ImageName"),
                new ImageChange(
                        away.contains(DISPLAY_NAME)
                                ? ""
                                : input.optional(DISPLAY_NAME).orElse(null),
                        away.contains(DESCRIPTION)
                                ? ""
                                : input.optional(DESCRIPTION).orElse(null),
                        input.optional(ROLE).orElse(null),
                        null));
        return structure("ImageArn", Arns.of(call).image(image.imageName()));
    }

    /** AWS says {@code ResourceNotFound} where there is nothing to delete. */
    Map<String, @Nullable Object> delete(AwsCall call) {
        OwnImage image = operations.get(call.caller(), call.input().text("ImageName"));
        operations.delete(call.caller(), image.imageName());
        return Map.of();
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<OwnImage> page = operations.list(call.caller(), filter(call, "IMAGE_NAME"), call.page());
        return AwsOutput.page("Images", page, image -> summary(Arns.of(call), image));
    }

    /** The filter and the order of lists of images and their versions; by creation time, the newest first, unless said. */
    static ImageFilter filter(AwsCall call, String nameKey) {
        AwsInput input = call.input();
        String by = input.oneOf("SortBy", "CREATION_TIME", "LAST_MODIFIED_TIME", nameKey)
                .orElse("CREATION_TIME");
        SortKey key = by.equals(nameKey)
                ? SortKey.NAME
                : by.equals("CREATION_TIME") ? SortKey.CREATION_TIME : SortKey.LAST_MODIFIED_TIME;
        boolean descending = input.oneOf("SortOrder", "ASCENDING", "DESCENDING")
                .orElse("DESCENDING")
                .equals("DESCENDING");
        return new ImageFilter(
                input.optional("NameContains").orElse(null),
                null,
                input.time("CreationTimeAfter"),
                input.time("CreationTimeBefore"),
                input.time("LastModifiedTimeAfter"),
                input.time("LastModifiedTimeBefore"),
                new Sort(key, descending));
    }

    private static Map<String, @Nullable Object> summary(Arns arns, OwnImage image) {
        return structure(
                "ImageArn",
                arns.image(image.imageName()),
                "ImageName",
                image.imageName(),
                DISPLAY_NAME,
                image.displayName(),
                DESCRIPTION,
                image.description().isEmpty() ? null : image.description(),
                "ImageStatus",
                image.state().status(),
                "CreationTime",
                AwsOutput.time(image.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(image.lastModifiedTime()));
    }
}
