package dev.atelier.studio.image;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.studio.settings.CustomImage;
import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.tenancy.EffectiveSettings;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link ImageCatalog} of the shipped and the own images. */
@ApplicationScoped
class RunnableImages implements ImageCatalog {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final ShippedImages shipped;
    private final OwnImages own;
    private final ImageStore images;
    private final ImageVersionStore versions;
    private final AppImageConfigStore configs;
    private final EffectiveSettings settings;
    private final Clock clock;
    private List<OwnImage> seen = List.of();
    private Instant seenAt = Instant.EPOCH;

    RunnableImages(
            ShippedImages shipped,
            OwnImages own,
            ImageStore images,
            ImageVersionStore versions,
            AppImageConfigStore configs,
            EffectiveSettings settings,
            Clock clock) {
        this.shipped = shipped;
        this.own = own;
        this.images = images;
        this.versions = versions;
        this.configs = configs;
        this.settings = settings;
        this.clock = clock;
    }

    /** Tabs ask again and again: without own images nothing is read for them more than once a second. */
    @Override
    public List<Image> images(Owner owner) {
        List<OwnImage> seen = seen();
        return seen.isEmpty()
                ? shipped.images()
                : Stream.concat(shipped.images().stream(), own.images(settings.of(owner), seen).stream())
                        .toList();
    }

    private synchronized List<OwnImage> seen() {
        Instant now = clock.instant();
        if (now.isAfter(seenAt.plus(FRESH)) || now.isBefore(seenAt)) {
            seen = images.all();
            seenAt = now;
        }
        return seen;
    }

    @Override
    public Optional<Image> image(Owner owner, String reference) {
        return ShippedImages.isShipped(reference)
                ? shipped.image(reference)
                : own.image(settings.of(owner), ImageReference.parse(reference));
    }

    @Override
    public Image imageToRun(Owner owner, String reference) {
        return kept(image(owner, reference), reference, settings.of(owner));
    }

    @Override
    public String imageToSet(String reference) {
        String wanted = reference.isEmpty() ? DEFAULT_IMAGE : reference;
        Optional<Image> image =
                ShippedImages.isShipped(wanted) ? shipped.image(wanted) : own.image(ImageReference.parse(wanted));
        kept(image, wanted, Settings.NONE);
        return wanted;
    }

    /** An own image needs no version yet; what is named without one is looked up when it is used. */
    @Override
    public void requireCustom(CustomImage custom) {
        if (images.lockForUse(custom.imageName()).isEmpty()) {
            throw new AtelierException(
                    ErrorCode.UNKNOWN_IMAGE, "There is no own image '%s'.".formatted(custom.imageName()));
        }
        Integer number = custom.imageVersionNumber();
        if (number != null) {
            imageToSet(new ImageReference(custom.imageName(), String.valueOf(number)).toString());
        }
        if (configs.lockForUse(custom.appImageConfigName()).isEmpty()) {
            throw AtelierException.invalid(
                    "customImages.appImageConfigName",
                    "there is no app image config '%s'".formatted(custom.appImageConfigName()));
        }
    }

    private Image kept(Optional<Image> image, String reference, Settings settings) {
        return image.filter(found -> found.version() == null
                        || versions.lockForUse(found.environment()).isPresent())
                .orElseThrow(() -> new AtelierException(
                        ErrorCode.UNKNOWN_IMAGE,
                        "There is no image '%s' here; there are: %s."
                                .formatted(
                                        reference,
                                        Stream.concat(
                                                        shipped.images().stream(),
                                                        own.images(settings, images.all()).stream())
                                                .map(Image::name)
                                                .collect(Collectors.joining(", ")))));
    }

    @Override
    public String shipped(String reference) {
        return ShippedImages.isShipped(reference) ? reference : DEFAULT_IMAGE;
    }

    @Override
    public String environment(String reference) {
        return ShippedImages.isShipped(reference)
                ? reference
                : versions.find(ImageReference.parse(reference))
                        .map(ImageVersion::imageVersionId)
                        .orElse(reference);
    }
}
