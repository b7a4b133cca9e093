package dev.atelier.studio.image;

import dev.atelier.studio.settings.CustomImage;
import dev.atelier.studio.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Own images as something to run: a version that is built, with the kernels that settings give it. */
@ApplicationScoped
class OwnImages {
    /** What an own image offers unless its app image config says something else. */
    private static final List<KernelSpec> PYTHON = List.of(new KernelSpec("python3", "Python 3"));

    private final ImageStore images;
    private final ImageVersionStore versions;
    private final AppImageConfigStore configs;
    private final ShippedImages shipped;

    OwnImages(ImageStore images, ImageVersionStore versions, AppImageConfigStore configs, ShippedImages shipped) {
        this.images = images;
        this.versions = versions;
        this.configs = configs;
        this.shipped = shipped;
    }

    /** Those of these images that have a version to run, as these settings have them. */
    List<Image> images(Settings settings, List<OwnImage> among) {
        return among.stream()
                .flatMap(image -> image(settings, image, new ImageReference(image.imageName(), "")).stream())
                .toList();
    }

    /** The image as it is where no settings speak of it. */
    Optional<Image> image(ImageReference reference) {
        return image(Settings.NONE, reference);
    }

    /** The image as these settings have it; empty when there is no such version that is built. */
    Optional<Image> image(Settings settings, ImageReference reference) {
        return images.find(reference.imageName()).flatMap(image -> image(settings, image, reference));
    }

    private Optional<Image> image(Settings settings, OwnImage image, ImageReference reference) {
        if (!(image.state() instanceof ImageState.Created)) {
            return Optional.empty();
        }
        CustomImage custom = settings.ownImages().stream()
                .filter(each -> each.imageName().equals(image.imageName()))
                .findFirst()
                .orElse(null);
        return versions.find(pinned(reference, custom))
                .filter(version -> version.state() instanceof ImageVersionState.Created)
                .map(version -> runnable(image, version, custom));
    }

    private static ImageReference pinned(ImageReference reference, @Nullable CustomImage custom) {
        Integer number = custom == null ? null : custom.imageVersionNumber();
        return reference.version().isEmpty() && number != null
                ? new ImageReference(reference.imageName(), String.valueOf(number))
                : reference;
    }

    private Image runnable(OwnImage image, ImageVersion version, @Nullable CustomImage custom) {
        List<KernelSpec> kernels = custom == null
                ? PYTHON
                : configs.find(custom.appImageConfigName())
                        .map(AppImageConfig::kernelSpecs)
                        .orElse(PYTHON);
        boolean gpu = shipped.image(version.baseImage()).map(Image::gpu).orElse(false);
        return new Image(
                image.imageName(),
                version.version(),
                version.imageVersionId(),
                image.displayName(),
                image.description(),
                gpu,
                kernels);
    }
}
