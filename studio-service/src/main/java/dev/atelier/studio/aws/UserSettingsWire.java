package dev.atelier.studio.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.studio.settings.CustomImage;
import dev.atelier.studio.settings.LifecycleChoice;
import dev.atelier.studio.settings.LifecycleSettings;
import dev.atelier.studio.settings.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's {@code UserSettings} and Atelier's. What kernels start with is the default resource of the KernelGateway apps, the idle
 * timeout that of JupyterLab's life cycle.
 */
final class UserSettingsWire {
    private static final String SERVER = "JupyterServerAppSettings";
    private static final String KERNELS = "KernelGatewayAppSettings";
    private static final String CUSTOM_IMAGES = "CustomImages";
    private static final String LAB = "JupyterLabAppSettings";
    private static final String LIFECYCLE = "LifecycleConfigArn";
    private static final String LIFECYCLES = "LifecycleConfigArns";
    private static final String RESOURCE = "DefaultResourceSpec";
    private static final String MANAGEMENT = "AppLifecycleManagement";
    private static final String IDLE = "IdleSettings";
    private static final int MIN_MINUTES = 60;
    private static final int MAX_MINUTES = 525_600;

    private UserSettingsWire() {}

    /** What the document says, and what it cannot say as it was. */
    static Settings settings(ObjectNode userSettings, Settings before) {
        AwsInput input = new AwsInput(userSettings);
        AwsInput resource = input.structure(KERNELS)
                .flatMap(kernels -> kernels.structure(RESOURCE))
                .orElseGet(() -> new AwsInput(userSettings.objectNode()));
        return new Settings(
                ResourceSpecWire.image(resource).orElse(null),
                ResourceSpecWire.instanceType(resource).orElse(null),
                idleTimeout(input),
                before.timeouts(),
                before.quotas(),
                input.structure(KERNELS)
                        .map(kernels -> kernels.structures(CUSTOM_IMAGES).stream()
                                .map(UserSettingsWire::customImage)
                                .toList())
                        .orElse(null),
                new LifecycleSettings(lifecycle(input, SERVER), lifecycle(input, KERNELS)));
    }

    private static CustomImage customImage(AwsInput image) {
        return new CustomImage(
                image.text("ImageName"), image.number("ImageVersionNumber"), image.text("AppImageConfigName"));
    }

    private static LifecycleChoice lifecycle(AwsInput input, String member) {
        AwsInput apps = input.structure(member).orElseGet(() -> new AwsInput(((ObjectNode) input.node()).objectNode()));
        return new LifecycleChoice(
                apps.structure(RESOURCE)
                        .flatMap(resource -> resource.optional(LIFECYCLE))
                        .map(Arns::lifecycleConfigName)
                        .orElse(null),
                apps.texts(LIFECYCLES).stream().map(Arns::lifecycleConfigName).toList());
    }

    private static void lifecycle(ObjectNode document, String member, LifecycleChoice choice, Arns arns) {
        if (choice.defaultName() != null) {
            document.withObjectProperty(member)
                    .withObjectProperty(RESOURCE)
                    .put(LIFECYCLE, arns.lifecycleConfig(choice.defaultName()));
        }
        if (choice.allowed() != null) {
            ArrayNode arnsOfAllowed = document.withObjectProperty(member).putArray(LIFECYCLES);
            choice.allowed().forEach(name -> arnsOfAllowed.add(arns.lifecycleConfig(name)));
        }
    }

    private static @Nullable Duration idleTimeout(AwsInput input) {
        AwsInput idle = input.structure(LAB)
                .flatMap(lab -> lab.structure(MANAGEMENT))
                .flatMap(management -> management.structure(IDLE))
                .orElse(null);
        if (idle == null) {
            return null;
        }
        boolean disabled = idle.oneOf("LifecycleManagement", "ENABLED", "DISABLED")
                .filter("DISABLED"::equals)
                .isPresent();
        Integer minutes = idle.number("IdleTimeoutInMinutes");
        if (minutes != null && (minutes < MIN_MINUTES || minutes > MAX_MINUTES)) {
            throw AwsException.validation(
                    "idleTimeoutInMinutes", "Member must have value between 60 and " + MAX_MINUTES);
        }
        if (disabled) {
            return Duration.ZERO;
        }
        return minutes == null ? null : Duration.ofMinutes(minutes);
    }

    /** The document with what is set now, however it was set. */
    static ObjectNode document(ObjectNode kept, Settings settings, Arns arns) {
        ObjectNode document = kept.deepCopy();
        if (settings.instanceType() != null || settings.image() != null) {
            ResourceSpecWire.put(
                    document.withObjectProperty(KERNELS).withObjectProperty(RESOURCE),
                    arns,
                    settings.image(),
                    settings.instanceType());
        }
        if (settings.ownImages().isEmpty()) {
            if (document.get(KERNELS) instanceof ObjectNode kernels) {
                kernels.remove(CUSTOM_IMAGES);
            }
        } else {
            ArrayNode images = document.withObjectProperty(KERNELS).putArray(CUSTOM_IMAGES);
            for (CustomImage image : settings.ownImages()) {
                ObjectNode custom = images.addObject()
                        .put("ImageName", image.imageName())
                        .put("AppImageConfigName", image.appImageConfigName());
                if (image.imageVersionNumber() != null) {
                    custom.put("ImageVersionNumber", image.imageVersionNumber());
                }
            }
        }
        lifecycle(document, SERVER, settings.lifecycle().lab(), arns);
        lifecycle(document, KERNELS, settings.lifecycle().kernels(), arns);
        Duration timeout = settings.idleTimeout();
        if (timeout != null) {
            ObjectNode idle = document.withObjectProperty(LAB)
                    .withObjectProperty(MANAGEMENT)
                    .withObjectProperty(IDLE);
            idle.put("LifecycleManagement", timeout.isZero() ? "DISABLED" : "ENABLED");
            if (!timeout.isZero()) {
                idle.put("IdleTimeoutInMinutes", Math.max(1, timeout.toMinutes()));
            }
        }
        return document;
    }
}
