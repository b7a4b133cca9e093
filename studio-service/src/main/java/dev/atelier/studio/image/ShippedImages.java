package dev.atelier.studio.image;

import dev.atelier.studio.engine.ComputeEngine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The images that ship with Atelier, as far as the engine in force has what they need. */
@ApplicationScoped
class ShippedImages implements ImageCatalog {
    private static final List<KernelSpec> PYTHON = List.of(new KernelSpec("python3", "Python 3"));

    private static final List<Image> SHIPPED = List.of(
            new Image(
                    DEFAULT_IMAGE,
                    "Data Science",
                    "Python with the libraries of every day: pandas, matplotlib and more.",
                    false,
                    PYTHON),
            new Image("base-python", "Base Python", "Plain Python with nothing but the kernel.", false, PYTHON),
            new Image("pytorch-cpu", "PyTorch CPU", "Python with PyTorch for processors.", false, PYTHON),
            new Image("pytorch-gpu", "PyTorch GPU", "Python with PyTorch for graphics processors.", true, PYTHON));

    private final ComputeEngine engine;

    ShippedImages(ComputeEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Image> images() {
        return SHIPPED.stream().filter(this::runs).toList();
    }

    @Override
    public Optional<Image> image(String name) {
        return SHIPPED.stream()
                .filter(image -> image.name().equals(name))
                .filter(this::runs)
                .findFirst();
    }

    private boolean runs(Image image) {
        return image.name().equals(DEFAULT_IMAGE) || engine.offers(image.name());
    }
}
