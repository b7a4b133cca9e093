package dev.atelier.studio.image;

import dev.atelier.studio.engine.ComputeEngine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The images that ship with Atelier, as far as the engine in force has what they need. */
@ApplicationScoped
class ShippedImages {
    private static final List<KernelSpec> PYTHON = List.of(new KernelSpec("python3", "Python 3"));

    private static final List<Image> SHIPPED = List.of(
            shipped(
                    ImageCatalog.DEFAULT_IMAGE,
                    "Data Science",
                    "Python with the libraries of every day: pandas, matplotlib and more.",
                    false),
            shipped("base-python", "Base Python", "Plain Python with nothing but the kernel.", false),
            shipped("pytorch-cpu", "PyTorch CPU", "Python with PyTorch for processors.", false),
            shipped("pytorch-gpu", "PyTorch GPU", "Python with PyTorch for graphics processors.", true));

    private final ComputeEngine engine;

    ShippedImages(ComputeEngine engine) {
        this.engine = engine;
    }

    private static Image shipped(String name, String displayName, String description, boolean gpu) {
        return new Image(name, null, name, displayName, description, gpu, PYTHON);
    }

    /** Whether this is the name of one, whether it runs here or not. */
    static boolean isShipped(String name) {
        return SHIPPED.stream().anyMatch(image -> image.name().equals(name));
    }

    /** Those that run here, the default first. */
    List<Image> images() {
        return SHIPPED.stream().filter(this::runs).toList();
    }

    /** The one with this name, if it runs here. */
    Optional<Image> image(String name) {
        return SHIPPED.stream()
                .filter(image -> image.name().equals(name))
                .filter(this::runs)
                .findFirst();
    }

    private boolean runs(Image image) {
        return image.name().equals(ImageCatalog.DEFAULT_IMAGE) || engine.offers(image.name());
    }
}
