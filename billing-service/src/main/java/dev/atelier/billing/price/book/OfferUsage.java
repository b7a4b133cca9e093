package dev.atelier.billing.price.book;

import dev.atelier.billing.price.Component;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a usage type of the AmazonSageMaker offer means. Its grammar is {@code [PREFIX-]Component[:Kind][-ml.type]}, where
 * some services leave the region's prefix out: {@code USE1-Studio:JupyterLab-ml.t3.medium}, {@code Host:ml.c5.xlarge}.
 *
 * @param kind what is before the instance type, without the prefix, for example {@code Studio:JupyterLab}
 * @param instanceType empty when there is none; of storage the type of the volume, for example {@code gp3}
 */
record OfferUsage(String kind, String instanceType) {
    private static final Pattern PREFIX = Pattern.compile("^[A-Z]{2,4}[0-9]{0,2}-");
    private static final String STUDIO_VOLUME = "Studio:VolumeUsage";
    private static final Pattern VOLUME = Pattern.compile("Studio:VolumeUsage\\.([a-z0-9]{1,20})");
    private static final Pattern TYPE = Pattern.compile("[:-](ml\\.[a-z0-9-]+\\.[a-z0-9-]+)$");

    static OfferUsage parse(String usageType) {
        String rest = PREFIX.matcher(usageType).replaceFirst("");
        Matcher volume = VOLUME.matcher(rest);
        if (volume.matches()) {
            return new OfferUsage(STUDIO_VOLUME, volume.group(1));
        }
        Matcher type = TYPE.matcher(rest);
        return type.find() ? new OfferUsage(rest.substring(0, type.start()), type.group(1)) : new OfferUsage(rest, "");
    }

    /** The component that it is metered as; nothing when Atelier meters no such usage. */
    Optional<Component> component() {
        return switch (kind) {
            case "Studio:KernelGateway", "Studio:JupyterLab", "Studio:CodeEditor" -> Optional.of(Component.STUDIO);
            case "Train" -> Optional.of(Component.TRAINING);
            case "Processing" -> Optional.of(Component.PROCESSING);
            case "Host" -> Optional.of(Component.HOSTING);
            case STUDIO_VOLUME -> Optional.of(Component.STORAGE);
            default -> Optional.empty();
        };
    }

    /** The same by the name of the platform, for products whose usage type does not follow the grammar. */
    static Optional<Component> byPlatform(String platoInstanceType) {
        return switch (platoInstanceType.toLowerCase(Locale.ROOT)) {
            case "studio-notebook", "studio-jupyterlab", "studio-codeeditor" -> Optional.of(Component.STUDIO);
            case "training" -> Optional.of(Component.TRAINING);
            case "processing" -> Optional.of(Component.PROCESSING);
            case "hosting" -> Optional.of(Component.HOSTING);
            default -> Optional.empty();
        };
    }
}
