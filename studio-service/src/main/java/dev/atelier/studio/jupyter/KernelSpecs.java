package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.studio.image.Image;
import dev.atelier.studio.image.ImageCatalog;
import dev.atelier.studio.image.KernelSpec;
import dev.atelier.studio.instance.InstanceType;
import dev.atelier.studio.instance.InstanceTypeCatalog;
import dev.atelier.studio.kernel.KernelOperations;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.usage.Price;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kernel specs that a user can choose from: each kernel of each image on each fast-launch type, with its price. */
@ApplicationScoped
class KernelSpecs {
    private final ImageCatalog images;
    private final InstanceTypeCatalog types;

    KernelSpecs(ImageCatalog images, InstanceTypeCatalog types) {
        this.images = images;
        this.types = types;
    }

    /** The answer to {@code GET api/kernelspecs}. */
    JsonObject all(Owner owner) {
        JsonObject specs = new JsonObject();
        for (Image image : images.images(owner)) {
            for (InstanceType type : types.all()) {
                if (isListed(image, type)) {
                    for (KernelSpec kernel : image.kernelSpecs()) {
                        SpecName name = new SpecName(kernel.name(), image.name(), type.name());
                        specs.put(name.toString(), model(owner, name.toString(), image, kernel, type));
                    }
                }
            }
        }
        return new JsonObject().put("default", defaultName()).put("kernelspecs", specs);
    }

    /** The answer to {@code GET api/kernelspecs/{name}}; empty when there is no such spec. */
    Optional<JsonObject> one(Owner owner, String name) {
        return parse(owner, name).flatMap(parsed -> {
            Optional<Image> image =
                    images.image(owner, parsed.image().isEmpty() ? ImageCatalog.DEFAULT_IMAGE : parsed.image());
            Optional<InstanceType> type = types.type(
                    parsed.instanceType().isEmpty() ? InstanceTypeCatalog.DEFAULT_TYPE : parsed.instanceType());
            Optional<KernelSpec> kernel = image.flatMap(found -> found.kernelSpec(parsed.kernel()));
            return kernel.isEmpty() || type.isEmpty()
                    ? Optional.empty()
                    : Optional.of(model(owner, name, image.orElseThrow(), kernel.get(), type.get()));
        });
    }

    /** What a client means by the name of a spec; {@code UNKNOWN_KERNEL} when it can mean nothing. */
    SpecName resolve(Owner owner, String name) {
        SpecName parsed = parse(owner, name.isEmpty() ? KernelOperations.DEFAULT_KERNEL : name)
                .orElseThrow(() -> unknown(name));
        if (!parsed.image().isEmpty()
                && images.image(owner, parsed.image())
                        .flatMap(image -> image.kernelSpec(parsed.kernel()))
                        .isEmpty()) {
            throw unknown(name);
        }
        if (!parsed.instanceType().isEmpty()
                && types.type(parsed.instanceType()).isEmpty()) {
            throw unknown(name);
        }
        return parsed;
    }

    private Optional<SpecName> parse(Owner owner, String name) {
        return SpecName.parse(name, image -> images.image(owner, image).isPresent());
    }

    private static AtelierException unknown(String name) {
        return new AtelierException(
                ErrorCode.UNKNOWN_KERNEL,
                "There is no kernel spec '%s'. A name is kernel.image.instance-type, like '%s'; GET api/kernelspecs lists them."
                        .formatted(name, defaultName()));
    }

    private static String defaultName() {
        return new SpecName(
                        KernelOperations.DEFAULT_KERNEL, ImageCatalog.DEFAULT_IMAGE, InstanceTypeCatalog.DEFAULT_TYPE)
                .toString();
    }

    /** The default image and own ones are there even when no price can be told, on the default type. */
    private static boolean isListed(Image image, InstanceType type) {
        boolean always = image.name().equals(ImageCatalog.DEFAULT_IMAGE) || image.version() != null;
        boolean isDefault = always && type.name().equals(InstanceTypeCatalog.DEFAULT_TYPE);
        boolean fits = !image.gpu() || type.gpu() > 0;
        return fits && (isDefault || (type.fastLaunch() && type.pricePerHour() != null));
    }

    private static JsonObject model(Owner owner, String name, Image image, KernelSpec kernel, InstanceType type) {
        Price price = type.pricePerHour();
        JsonObject facts = new JsonObject()
                .put("kernel", kernel.name())
                .put("image", image.name())
                .put("imageDisplayName", image.displayName())
                .put("instanceType", type.name())
                .put("vcpu", type.vcpu())
                .put("memoryGib", type.memoryGib())
                .put("gpu", type.gpu());
        if (price != null) {
            facts.put(
                            "pricePerHour",
                            new JsonObject()
                                    .put("amount", price.amount().toPlainString())
                                    .put("currency", price.currency()))
                    .put("priceEstimated", price.estimated());
        }
        String resources =
                JupyterPath.base(owner) + "kernelspecs/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/";
        return new JsonObject()
                .put("name", name)
                .put(
                        "spec",
                        new JsonObject()
                                .put("argv", new JsonArray())
                                .put("env", new JsonObject())
                                .put("display_name", displayName(image, kernel, type))
                                .put("language", "python")
                                .put("interrupt_mode", "signal")
                                .put(
                                        "metadata",
                                        new JsonObject().put("debugger", true).put("atelier", facts)))
                .put(
                        "resources",
                        new JsonObject()
                                .put("logo-svg", resources + "logo-svg.svg")
                                .put("logo-64x64", resources + "logo-64x64.png"));
    }

    /** The kernel with its image, which it may name itself; where it runs, and for how much. */
    private static String displayName(Image image, KernelSpec kernel, InstanceType type) {
        String what = kernel.displayName().contains(image.displayName())
                ? kernel.displayName()
                : "%s (%s)".formatted(kernel.displayName(), image.displayName());
        return "%s \u00b7 %s \u00b7 %s".formatted(what, type.name(), price(type));
    }

    private static String price(InstanceType type) {
        Price price = type.pricePerHour();
        if (price == null) {
            return "price unknown";
        }
        var amount = price.amount().stripTrailingZeros();
        String number = (amount.scale() < 2 ? amount.setScale(2, RoundingMode.UNNECESSARY) : amount).toPlainString();
        return (price.currency().equals("USD") ? "$" : price.currency() + " ") + number + "/h";
    }
}
