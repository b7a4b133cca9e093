package dev.atelier.studio.image;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects what is wrong with the fields of images, their versions and app image configs; the bounds are SageMaker's. */
final class ImageFields {
    private static final Pattern IMAGE_NAME = Pattern.compile("[a-zA-Z0-9](?:[-.]?[a-zA-Z0-9]){0,62}");
    private static final Pattern ALIAS = Pattern.compile("(?![0-9]+$)[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}");
    private static final Pattern KERNEL = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MAX_NAME = 63;
    private static final int MAX_DISPLAY_NAME = 128;
    private static final int MAX_DESCRIPTION = 512;
    private static final int MAX_NOTES = 255;
    private static final int MAX_ALIASES = 20;
    private static final int MAX_KERNELS = 5;
    private static final int MAX_KERNEL_DISPLAY_NAME = 1024;
    private static final int MAX_PATH = 1024;

    private final List<FieldViolation> violations = new ArrayList<>();

    ImageFields imageName(String field, String name) {
        return refuse(
                name.length() > MAX_NAME || !IMAGE_NAME.matcher(name).matches(),
                field,
                "must be 1 to 63 letters, digits, single hyphens or dots and start and end with a letter or digit");
    }

    ImageFields displayName(String field, String name) {
        return refuse(
                name.isBlank() || !name.equals(name.strip()) || name.length() > MAX_DISPLAY_NAME,
                field,
                "must be 1 to 128 characters without spaces around them");
    }

    ImageFields description(String field, String text) {
        return refuse(text.length() > MAX_DESCRIPTION, field, "must be at most 512 characters");
    }

    ImageFields releaseNotes(String field, String text) {
        return refuse(text.length() > MAX_NOTES, field, "must be at most 255 characters");
    }

    /** Aliases never look like a number, so that they cannot be taken for one. */
    ImageFields aliases(String field, List<String> aliases) {
        refuse(aliases.size() > MAX_ALIASES, field, "must be at most " + MAX_ALIASES);
        refuse(
                !aliases.stream().allMatch(alias -> ALIAS.matcher(alias).matches()),
                field,
                "an alias has 1 to 128 letters, digits, '_', '.' or '-', does not start with '.' or '-', and is no number");
        return refuse(aliases.stream().distinct().count() < aliases.size(), field, "names one twice");
    }

    ImageFields requirements(String field, String text) {
        violations.addAll(Requirements.violations(field, text));
        return this;
    }

    ImageFields kernelSpecs(String field, List<KernelSpec> specs) {
        refuse(specs.isEmpty() || specs.size() > MAX_KERNELS, field, "must be 1 to 5");
        refuse(
                !specs.stream().allMatch(spec -> KERNEL.matcher(spec.name()).matches()),
                field + ".name",
                "must be 1 to 64 letters, digits, '_' or '-'");
        refuse(
                specs.stream().map(KernelSpec::name).distinct().count() < specs.size(),
                field + ".name",
                "names one twice");
        return refuse(
                specs.stream()
                        .anyMatch(spec -> spec.displayName().isBlank()
                                || spec.displayName().length() > MAX_KERNEL_DISPLAY_NAME),
                field + ".displayName",
                "must be 1 to 1024 characters");
    }

    ImageFields fileSystem(String field, FileSystemConfig config) {
        refuse(
                !config.mountPath().startsWith("/") || config.mountPath().length() > MAX_PATH,
                field + ".mountPath",
                "must be an absolute path of at most 1024 characters");
        boolean user = config.defaultUid() == FileSystemConfig.UID && config.defaultGid() == FileSystemConfig.GID;
        boolean root = config.defaultUid() == 0 && config.defaultGid() == 0;
        return refuse(!user && !root, field, "defaultUid and defaultGid must be 1000 and 100, or 0 and 0");
    }

    ImageFields refuse(boolean wrong, String field, String message) {
        if (wrong) {
            violations.add(new FieldViolation(field, message));
        }
        return this;
    }

    /** Refuses the request if anything was wrong. */
    void check() {
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }
}
