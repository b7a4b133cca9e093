package dev.atelier.studio.jupyter;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a kernel spec: kernel, image and instance type in one, as {@code python3.data-science.ml.t3.medium}. Parts may be missing from
 * the end: {@code python3} leaves image and type to the defaults. A dot in the name of an own image is written as {@code _}, which no such
 * name has.
 *
 * @param image empty when not said; an own one maybe with its version: {@code my-image:3}
 * @param instanceType empty when not said
 */
record SpecName(String kernel, String image, String instanceType) {
    private static final Pattern NAME = Pattern.compile(
            "(?<kernel>[A-Za-z0-9_-]+)(?:\\.(?<image>[A-Za-z0-9_-]+(?::[A-Za-z0-9_-]+)?)(?:\\.(?<type>ml\\.[a-z0-9-]+\\.[a-z0-9-]+))?)?");
    private static final Pattern CLASSIC = Pattern.compile(
            "(?<kernel>[A-Za-z0-9_-]+)__SAGEMAKER_INTERNAL__arn:[^/]*:image(?:-version)?/(?<image>[^/]+)(?:/(?<version>[0-9]+))?(?:/.*)?");

    /**
     * Reads a name of ours, or one that Studio Classic wrote into a notebook.
     *
     * @param own whether there is an own image of a name; what Studio Classic calls its own images has others here
     */
    static Optional<SpecName> parse(String name, Predicate<String> own) {
        Matcher classic = CLASSIC.matcher(name);
        if (classic.matches()) {
            String image = classic.group("image");
            String version = classic.group("version");
            String ours = own.test(image) ? image + (version == null ? "" : ":" + version) : classicImage(image);
            return Optional.of(new SpecName(classic.group("kernel"), ours, ""));
        }
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new SpecName(
                        matcher.group("kernel"),
                        orEmpty(matcher.group("image")).replace('_', '.'),
                        orEmpty(matcher.group("type"))))
                : Optional.empty();
    }

    /** The classic image {@code datascience-1.0} is our {@code data-science}. */
    private static String classicImage(String image) {
        String name = image.toLowerCase(Locale.ROOT);
        if (name.startsWith("datascience") || name.startsWith("sagemaker-data-science")) {
            return "data-science";
        }
        if (name.startsWith("pytorch")) {
            return name.contains("gpu") ? "pytorch-gpu" : "pytorch-cpu";
        }
        return name.startsWith("python") || name.startsWith("sagemaker-base-python") ? "base-python" : name;
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }

    @Override
    public String toString() {
        return kernel
                + (image.isEmpty() ? "" : "." + image.replace('.', '_'))
                + (instanceType.isEmpty() ? "" : "." + instanceType);
    }
}
